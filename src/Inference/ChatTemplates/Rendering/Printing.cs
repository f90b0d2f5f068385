using System.Globalization;
using System.Text;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Turns values into text as Python's <c>str</c> and <c>repr</c> do.</summary>
internal static class Printing
{
    public static TextValue Print(RenderContext context, Value value)
    {
        if (value is TextValue text)
        {
            return text;
        }

        var builder = new TextBuilder(context);
        AppendRepresentation(context, builder, value);
        return builder.ToUnit();
    }

    private static void AppendRepresentation(RenderContext context, TextBuilder builder, Value value)
    {
        context.Enter();
        switch (value)
        {
            case UndefinedValue: break;
            case NoneValue: builder.AppendTrusted("None"); break;
            case BooleanValue: builder.AppendTrusted(value.IsTrue ? "True" : "False"); break;
            case IntegerValue integer: builder.AppendTrusted(integer.Number.ToString(CultureInfo.InvariantCulture)); break;
            case FloatValue number: builder.AppendTrusted(PythonFloat.Format(number.Number)); break;
            case TextValue text: AppendQuoted(builder, text); break;
            case ListValue list: AppendList(context, builder, list); break;
            case DictValue dict: AppendDict(context, builder, dict); break;
            default: builder.AppendTrusted($"<{value.TypeName}>"); break;
        }

        context.Leave();
    }

    private static void AppendList(RenderContext context, TextBuilder builder, ListValue list)
    {
        builder.AppendTrusted(list.IsTuple ? "(" : "[");
        for (var i = 0; i < list.Items.Count; i++)
        {
            builder.AppendTrusted(i == 0 ? "" : ", ");
            AppendRepresentation(context, builder, list.Items[i]);
        }

        builder.AppendTrusted(list.IsTuple ? list.Items.Count == 1 ? ",)" : ")" : "]");
    }

    private static void AppendDict(RenderContext context, TextBuilder builder, DictValue dict)
    {
        builder.AppendTrusted("{");
        var separator = "";
        foreach (var (key, value) in dict.Entries)
        {
            builder.AppendTrusted(separator);
            AppendRepresentation(context, builder, key);
            builder.AppendTrusted(": ");
            AppendRepresentation(context, builder, value);
            separator = ", ";
        }

        builder.AppendTrusted("}");
    }

    private static void AppendQuoted(TextBuilder builder, TextValue text)
    {
        var quote = text.Text.Contains('\'') && !text.Text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var rune in text.Text.EnumerateRunes())
        {
            AppendEscaped(quoted, rune, quote);
        }

        var result = quoted.Append(quote).ToString();
        builder.Append(text.Untrusted.IsEmpty ? TextValue.Trusted(result) : TextValue.FromRequest(result));
    }

    private static void AppendEscaped(StringBuilder quoted, Rune rune, char quote)
    {
        _ = rune.Value switch
        {
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            '\\' => quoted.Append("\\\\"),
            var code when code == quote => quoted.Append('\\').Append(quote),
            var code when IsPrintable(rune) => quoted.Append(rune.ToString()),
            <= 0xFF => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
            <= 0xFFFF => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
        };
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
