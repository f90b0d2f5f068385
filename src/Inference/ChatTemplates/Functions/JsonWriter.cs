using System.Globalization;
using System.Text;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>
/// Writes a value as Python's <c>json.dumps</c> does with its default separators. A text that came with the request makes the whole
/// document untrusted: its brackets stand around foreign text.
/// </summary>
internal sealed class JsonWriter(RenderContext context, JsonStyle style)
{
    private readonly TextBuilder builder = new(context);

    public TextValue Write(Value value)
    {
        Append(value, 0);
        return builder.ToUnit();
    }

    private void Append(Value value, int depth)
    {
        context.Enter();
        switch (value)
        {
            case NoneValue: builder.AppendTrusted("null"); break;
            case BooleanValue: builder.AppendTrusted(value.IsTrue ? "true" : "false"); break;
            case IntegerValue integer: builder.AppendTrusted(integer.Number.ToString(CultureInfo.InvariantCulture)); break;
            case FloatValue number: builder.AppendTrusted(Float(number.Number)); break;
            case TextValue text: AppendString(text); break;
            case ListValue list: AppendItems(list.Items, '[', ']', depth, item => Append(item, depth + 1)); break;
            case DictValue dict: AppendItems([.. Ordered(dict)], '{', '}', depth, entry => AppendEntry(entry, depth + 1)); break;
            default: throw TemplateFault.Evaluation($"a value of type '{value.TypeName}' cannot be written as JSON");
        }

        context.Leave();
    }

    private void AppendItems<T>(IReadOnlyList<T> items, char open, char close, int depth, Action<T> append)
    {
        builder.AppendTrusted(open, 1);
        for (var i = 0; i < items.Count; i++)
        {
            builder.Append(i == 0 ? TextValue.Empty : style.ItemSeparator);
            AppendLineStart(depth + 1);
            append(items[i]);
        }

        if (items.Count > 0)
        {
            AppendLineStart(depth);
        }

        builder.AppendTrusted(close, 1);
    }

    private void AppendLineStart(int depth)
    {
        if (style.Indent is null)
        {
            return;
        }

        builder.AppendTrusted('\n', 1);
        for (var i = 0; i < depth; i++)
        {
            builder.Append(style.Indent);
        }
    }

    private void AppendEntry(KeyValuePair<Value, Value> entry, int depth)
    {
        AppendString(entry.Key as TextValue ?? TextValue.Trusted(new JsonWriter(context, style).Write(entry.Key).Text));
        builder.Append(style.KeySeparator);
        Append(entry.Value, depth);
    }

    private IEnumerable<KeyValuePair<Value, Value>> Ordered(DictValue dict)
    {
        context.Charge(dict.Count);
        return style.SortKeys ? dict.Entries.OrderBy(entry => Printing.Print(context, entry.Key).Text, StringComparer.Ordinal) : dict.Entries;
    }

    private void AppendString(TextValue text)
    {
        context.ChargeText(text.Text.Length);
        var escaped = new StringBuilder(text.Text.Length + 2).Append('"');
        foreach (var c in text.Text)
        {
            AppendEscaped(escaped, c);
        }

        var result = escaped.Append('"').ToString();
        builder.Append(text.Untrusted.IsEmpty ? TextValue.Trusted(result) : TextValue.FromRequest(result));
    }

    private void AppendEscaped(StringBuilder escaped, char c)
    {
        _ = c switch
        {
            '"' => escaped.Append("\\\""),
            '\\' => escaped.Append("\\\\"),
            '\n' => escaped.Append("\\n"),
            '\r' => escaped.Append("\\r"),
            '\t' => escaped.Append("\\t"),
            '\b' => escaped.Append("\\b"),
            '\f' => escaped.Append("\\f"),
            < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            > '~' when style.AsciiOnly => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => escaped.Append(c),
        };
    }

    private static string Float(double number) =>
        double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : PythonFloat.Format(number);
}

/// <summary>How a JSON document is laid out; <paramref name="Indent"/> null is one line.</summary>
internal sealed record JsonStyle(TextValue? Indent, TextValue ItemSeparator, TextValue KeySeparator, bool AsciiOnly, bool SortKeys)
{
    public static JsonStyle Of(RenderContext context, BoundArguments arguments)
    {
        var indent = arguments[1] switch
        {
            TextValue text => text,
            null => null,
            _ => Arithmetic.Multiply(context, TextValue.Trusted(" "), new IntegerValue(arguments.Integer(1)!.Value)) as TextValue,
        };
        var (item, key) = arguments[2] is ListValue { Items: [TextValue first, TextValue second] }
            ? (first, second)
            : (TextValue.Trusted(indent is null ? ", " : ","), TextValue.Trusted(": "));
        return new JsonStyle(indent, item, key, arguments.Flag(0), arguments.Flag(3));
    }
}
