using System.Text;
using System.Text.Json;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>The one spelling that fixed values have in documents: no whitespace, and escapes only where JSON demands them.</summary>
internal static class JsonText
{
    private const int DepthMax = 64;
    private const string ShortEscapes = "\b\t\n\f\r\"\\";
    private const string ShortNames = "btnfr\"\\";

    public static byte[] OfString(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendString(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Of(JsonElement value, string path)
    {
        var text = new StringBuilder();
        try
        {
            Append(text, value, path, DepthMax);
        }
        catch (InvalidOperationException fault)
        {
            throw new StructuredOutputException(path, "holds text that is not valid Unicode", fault);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The escape of a character that cannot stand for itself in a string.</summary>
    public static string EscapeOf(int character)
    {
        int index = character < 128 ? ShortEscapes.IndexOf((char)character) : -1;
        return index >= 0 ? $"\\{ShortNames[index]}" : $"\\u{character:x4}";
    }

    public static bool NeedsEscape(int character) => character < ' ' || character is '"' or '\\';

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char character in value)
        {
            _ = NeedsEscape(character) ? text.Append(EscapeOf(character)) : text.Append(character);
        }

        text.Append('"');
    }

    private static void Append(StringBuilder text, JsonElement value, string path, int depth)
    {
        if (depth == 0)
        {
            throw new StructuredOutputException(path, $"is nested deeper than {DepthMax} levels");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            case JsonValueKind.Object:
                AppendList(text, '{', '}', value.EnumerateObject(), member =>
                {
                    AppendString(text, member.Name);
                    Append(text.Append(':'), member.Value, path, depth - 1);
                });
                break;
            case JsonValueKind.Array:
                AppendList(text, '[', ']', value.EnumerateArray(), item => Append(text, item, path, depth - 1));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendList<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<T> append)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T part in parts)
        {
            _ = isFirst ? text : text.Append(',');
            isFirst = false;
            append(part);
        }

        text.Append(close);
    }
}
