using System.Buffers;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// Reads a request's head in one forward pass over the body. The whole document is checked to be JSON, and a
/// steering field that occurs twice is refused: gateway and worker must never read two different requests out of one body.
/// </summary>
public static class RequestHeadReader
{
    // Below this, looking for long strings costs more than it can save.
    private const int ShortBytesMax = 512;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = Limits.JsonDepthMax };

    /// <summary>Reads the head.</summary>
    /// <param name="body">The whole body.</param>
    /// <exception cref="OpenAiException">400: the body is not a JSON object, or a steering field is missing, repeated or of a wrong type.</exception>
    public static RequestHead Read(ReadOnlySpan<byte> body) =>
        body.Length >= ShortBytesMax && TryReadSkeleton(body, out RequestHead head) ? head : ReadAll(new BodySkeleton(body));

    /// <summary>False when anything is wrong: then the whole body is read for a message with true positions.</summary>
    private static bool TryReadSkeleton(ReadOnlySpan<byte> body, out RequestHead head)
    {
        byte[] scratch = ArrayPool<byte>.Shared.Rent(body.Length);
        BodySkeleton.Cut[] cuts = ArrayPool<BodySkeleton.Cut>.Shared.Rent((body.Length / BodySkeleton.CutBytesMin) + 1);
        try
        {
            bool valid = BodySkeleton.TryCut(body, scratch, cuts, out BodySkeleton skeleton);
            head = valid ? ReadAll(skeleton) : default;
            return valid;
        }
        catch (OpenAiException)
        {
            head = default;
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
            ArrayPool<BodySkeleton.Cut>.Shared.Return(cuts);
        }
    }

    private static RequestHead ReadAll(BodySkeleton body)
    {
        var json = new Utf8JsonReader(body.Json, _options);
        try
        {
            return ReadObject(ref json, body);
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

    private static RequestHead ReadObject(ref Utf8JsonReader json, BodySkeleton body)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid("The request body must be a JSON object.");
        }

        var fields = new HeadFields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, body, ref fields);
        }

        // Past the object's end: whatever follows but white space is a fault.
        json.Read();
        return fields.ToHead();
    }

    private static void ReadField(ref Utf8JsonReader json, BodySkeleton body, ref HeadFields fields)
    {
        SteeringField? field = SteeringField.Match(ref json);
        if (field is not null)
        {
            fields.Claim(field);
        }

        json.Read();
        if (field is null)
        {
            json.Skip();
        }
        else
        {
            ReadValue(ref json, body, field, ref fields);
        }
    }

    private static void ReadValue(ref Utf8JsonReader json, BodySkeleton body, SteeringField field, ref HeadFields fields)
    {
        switch (field.Kind)
        {
            case SteeringKind.Model:
                fields.Model = ReadModel(ref json, body);
                fields.Head = fields.Head with { ModelPlace = Skip(ref json, body) };
                break;
            case SteeringKind.Stream:
                fields.Head = fields.Head with { Stream = ReadStream(ref json) };
                break;
            case SteeringKind.TokenLimit:
                fields.Head = fields.Head with { MaxTokens = ReadTokenLimit(ref json, field.Name) ?? fields.Head.MaxTokens };
                break;
            case SteeringKind.Prompt:
                fields.Head = fields.Head with { Prompt = Skip(ref json, body) };
                break;
            case SteeringKind.Tools:
                fields.Head = fields.Head with { Tools = Skip(ref json, body) };
                break;
            default:
                ReadHint(ref json, body, field, ref fields);
                break;
        }
    }

    /// <summary>Reads what only helps the gateway; whether it is right is the worker's to say.</summary>
    private static void ReadHint(ref Utf8JsonReader json, BodySkeleton body, SteeringField field, ref HeadFields fields)
    {
        switch (field.Kind)
        {
            case SteeringKind.Choices when json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long choices):
                fields.Head = fields.Head with { Choices = choices };
                break;
            case SteeringKind.CacheSalt:
                fields.Head = fields.Head with { CacheSalt = ReadText(ref json, body, field.Name, Limits.CacheSaltCharsMax) ?? "" };
                break;
            case SteeringKind.CacheKey when json.TokenType == JsonTokenType.String:
                fields.Head = fields.Head with { CacheKey = ReadText(ref json, body, field.Name, Limits.SessionCharsMax) };
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static BodySpan Skip(ref Utf8JsonReader json, BodySkeleton body)
    {
        long start = json.TokenStartIndex;
        json.Skip();
        return body.Place(start, json.BytesConsumed);
    }

    private static string ReadModel(ref Utf8JsonReader json, BodySkeleton body)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            throw Invalid("'model' must be a string.", "model");
        }

        string? model = ReadText(ref json, body, "model", Limits.ModelNameCharsMax);
        return string.IsNullOrEmpty(model) ? throw Invalid("'model' must not be empty.", "model") : model;
    }

    private static string? ReadText(ref Utf8JsonReader json, BodySkeleton body, string name, int charsMax)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            throw Invalid($"'{name}' must be a string.", name);
        }

        // The skeleton may lack its content. One character is at most six bytes (\uXXXX): a longer token is not decoded.
        ReadOnlySpan<byte> token = body.Raw(body.Place(json.TokenStartIndex, json.BytesConsumed));
        string? text = token.Length <= (6 * charsMax) + 2 ? Decode(token) : null;
        return text?.Length <= charsMax ? text : throw Invalid($"'{name}' is longer than {charsMax} characters.", name);
    }

    private static string Decode(ReadOnlySpan<byte> token)
    {
        var json = new Utf8JsonReader(token);
        json.Read();
        return json.GetString()!;
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
        public RequestHead Head = new("", false, null);

        public HeadFields()
        {
        }

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

            Head with { Model = Model ?? throw Invalid("You must provide a 'model'.", "model") };
    }
}
