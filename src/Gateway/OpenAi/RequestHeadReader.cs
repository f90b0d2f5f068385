using System.Buffers;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// Reads a request's head in one forward pass over the body's own buffers. The whole document is checked to be JSON, and a
/// steering field that occurs twice is refused: gateway and worker must never read two different requests out of one body.
/// </summary>
public static class RequestHeadReader
{
    // Below this, looking for long strings costs more than it can save.
    private const int ShortBytesMax = 4096;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = Limits.JsonDepthMax };

    /// <summary>Reads the head.</summary>
    /// <param name="body">The whole body, in any number of segments.</param>
    /// <exception cref="OpenAiException">400: the body is not a JSON object, or a steering field is missing, repeated or of a wrong type.</exception>
    public static RequestHead Read(in ReadOnlySequence<byte> body)
    {
        if (body.Length >= ShortBytesMax && LongStrings.Cut(body) is { } skeleton)
        {
            try
            {
                return ReadAll(skeleton);
            }
            catch (OpenAiException)
            {
                // The whole body is read again for a message with true positions.
            }
        }

        return ReadAll(body);
    }

    private static RequestHead ReadAll(in ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body, _options);
        try
        {
            return ReadObject(ref json);
        }
        catch (JsonException fault)
        {
            throw Invalid(Explain(fault));
        }
        catch (InvalidOperationException)
        {
            // The reader meets invalid UTF-8 or a lone surrogate only when a text is decoded.
            throw Invalid($"The request body holds text that is not valid Unicode near byte {json.BytesConsumed}.");
        }
    }

    private static RequestHead ReadObject(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid("The request body must be a JSON object.");
        }

        var fields = new HeadFields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, ref fields);
        }

        // Past the object's end: whatever follows but white space is a fault.
        json.Read();
        return fields.ToHead();
    }

    private static void ReadField(ref Utf8JsonReader json, ref HeadFields fields)
    {
        SteeringField? field = SteeringField.Match(ref json);
        if (field is not null)
        {
            fields.Claim(field);
        }

        json.Read();
        switch (field?.Kind)
        {
            case SteeringKind.Model:
                fields.Model = ReadModel(ref json);
                break;
            case SteeringKind.Stream:
                fields.Stream = ReadStream(ref json);
                break;
            case SteeringKind.TokenLimit:
                fields.MaxTokens = ReadTokenLimit(ref json, field.Name) ?? fields.MaxTokens;
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static string ReadModel(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            throw Invalid("'model' must be a string.", "model");
        }

        // One character is at most six bytes (\uXXXX): a longer token cannot be a valid name and is not decoded.
        long bytes = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        string? model = bytes <= 6 * Limits.ModelNameCharsMax ? json.GetString() : null;
        return model switch
        {
            "" => throw Invalid("'model' must not be empty.", "model"),
            { Length: <= Limits.ModelNameCharsMax } => model,
            _ => throw Invalid($"'model' is longer than {Limits.ModelNameCharsMax} characters.", "model"),
        };
    }

    private static bool ReadStream(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Invalid("'stream' must be true or false.", "stream"),
    };

    private static long? ReadTokenLimit(ref Utf8JsonReader json, string name) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when json.TryGetInt64(out long limit) => limit,
        _ => throw Invalid($"'{name}' must be an integer.", name),
    };

    private static string Explain(JsonException fault)
    {
        // The reader's own message ends with the position, counted from zero; people count from one.
        int position = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = position < 0 ? fault.Message : fault.Message[..position];
        return $"The request body is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {reason}";
    }

    private static OpenAiException Invalid(string message, string? param = null) => new(OpenAiError.Invalid(message, param));

    /// <summary>What was read so far.</summary>
    private ref struct HeadFields
    {
        private uint _seen;

        public string? Model;
        public bool Stream;
        public long? MaxTokens;

        public void Claim(SteeringField field)
        {
            if (field.Kind == SteeringKind.Internal)
            {
                throw Invalid($"'{field.Name}' steers workers inside the system and may not be sent by clients.", field.Name);
            }

            if ((_seen & field.Bit) != 0)
            {
                throw Invalid($"'{field.Name}' occurs more than once.", field.Name);
            }

            _seen |= field.Bit;
        }

        public readonly RequestHead ToHead() =>
            new(Model ?? throw Invalid("You must provide a 'model'.", "model"), Stream, MaxTokens);
    }
}
