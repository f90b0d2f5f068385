using System.Text.Json;
using InferenceGateway.Contracts;

namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>Changes the top level of a request's body; every value that stays keeps its bytes.</summary>
public static class BodyFields
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = Limits.JsonDepthMax };

    /// <summary>Leaves fields out and adds others.</summary>
    /// <param name="body">A valid JSON object.</param>
    /// <param name="drop">Names to leave out.</param>
    /// <param name="add">Fields to add as <c>"name":value,"name":value</c>; at least one.</param>
    public static byte[] Rewrite(ReadOnlySpan<byte> body, ReadOnlySpan<string> drop, ReadOnlySpan<byte> add)
    {
        var json = new Utf8JsonReader(body, _options);
        var written = new byte[body.Length + add.Length + 2];
        int length = 0;
        written[length++] = (byte)'{';
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int start = (int)json.TokenStartIndex;
            bool dropped = IsOneOf(ref json, drop);
            json.Read();
            json.Skip();
            if (!dropped)
            {
                ReadOnlySpan<byte> field = body[start..(int)json.BytesConsumed];
                field.CopyTo(written.AsSpan(length));
                length += field.Length;
                written[length++] = (byte)',';
            }
        }

        add.CopyTo(written.AsSpan(length));
        length += add.Length;
        written[length++] = (byte)'}';
        return written[..length];
    }

    /// <summary>Whether the body has a field of that name at its top level.</summary>
    public static bool Has(ReadOnlySpan<byte> body, string name)
    {
        var json = new Utf8JsonReader(body, _options);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }

            json.Read();
            json.Skip();
        }

        return false;
    }

    private static bool IsOneOf(ref Utf8JsonReader json, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
