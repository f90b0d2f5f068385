using System.Buffers;
using System.Text.Json;
using InferenceGateway.Gateway.Forwarding;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>What must be known of a stream's chunks to end it in their manner: what they have in common, and which answers are unfinished.</summary>
internal sealed class ChunkOutline
{
    private readonly SortedSet<int> _open = [];
    private JsonElement? _common;
    private bool _usage;

    /// <summary>Whether there is an answer that could be ended.</summary>
    public bool IsOpen => _common is not null && _open.Count > 0;

    /// <summary>Takes note of whole events.</summary>
    public void Read(ReadOnlySpan<byte> events)
    {
        for (int length = EventScanner.Next(events, out ReadOnlySpan<byte> data); length > 0; length = EventScanner.Next(events, out data))
        {
            ReadChunk(data);
            events = events[length..];
        }
    }

    /// <summary>The events after which the stream is over: each open answer's end by length, the usage if the client asked for it, and <c>[DONE]</c>.</summary>
    public byte[] End(long promptTokens, long answerTokens)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (int index in _open)
        {
            WriteChunk(bytes, json => WriteEnd(json, index));
        }

        if (_usage)
        {
            WriteChunk(bytes, json => WriteUsage(json, promptTokens, answerTokens));
        }

        bytes.Write("data: [DONE]\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private void ReadChunk(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("{"u8))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(data);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.TryGetProperty("choices"u8, out JsonElement choices) && choices.ValueKind == JsonValueKind.Array)
            {
                _common ??= document.RootElement.Clone();
                _usage |= document.RootElement.TryGetProperty("usage"u8, out _);
                ReadChoices(choices);
            }
        }
        catch (JsonException)
        {
            // An engine's own event; the client gets it, and it says nothing of the answers.
        }
    }

    private void ReadChoices(JsonElement choices)
    {
        foreach (JsonElement choice in choices.EnumerateArray())
        {
            if (choice.ValueKind != JsonValueKind.Object || !choice.TryGetProperty("index"u8, out JsonElement number) || !number.TryGetInt32(out int index))
            {
                continue;
            }

            bool ended = choice.TryGetProperty("finish_reason"u8, out JsonElement reason) && reason.ValueKind == JsonValueKind.String;
            _ = ended ? _open.Remove(index) : _open.Add(index);
        }
    }

    private void WriteChunk(ArrayBufferWriter<byte> bytes, Action<Utf8JsonWriter> writeRest)
    {
        bytes.Write("data: "u8);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in _common!.Value.EnumerateObject())
            {
                if (!property.NameEquals("choices"u8) && !property.NameEquals("usage"u8))
                {
                    property.WriteTo(json);
                }
            }

            writeRest(json);
            json.WriteEndObject();
        }

        bytes.Write("\n\n"u8);
    }

    private void WriteEnd(Utf8JsonWriter json, int index)
    {
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        if (_common!.Value.TryGetProperty("object"u8, out JsonElement kind) && kind.ValueEquals("text_completion"u8))
        {
            json.WriteString("text"u8, ""u8);
        }
        else
        {
            json.WriteStartObject("delta"u8);
            json.WriteEndObject();
        }

        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, "length"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        if (_usage)
        {
            json.WriteNull("usage"u8);
        }
    }

    private static void WriteUsage(Utf8JsonWriter json, long promptTokens, long answerTokens)
    {
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, promptTokens);
        json.WriteNumber("completion_tokens"u8, answerTokens);
        json.WriteNumber("total_tokens"u8, promptTokens + answerTokens);
        json.WriteEndObject();
    }
}
