using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.OpenAi.Requests;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>
/// Writes the server-sent events of one stream straight into the response's pipe. One JSON writer lives as long as the stream; nothing
/// is allocated per event. With <c>include_usage</c>, every chunk but the last carries <c>usage: null</c>.
/// </summary>
internal sealed class ChunkWriter(PipeWriter pipe, AnswerHead head, LogprobWriter logprobs, bool includeUsage) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(pipe, new JsonWriterOptions
    {
        // The stream is JSON inside text/event-stream, never HTML: text stays readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The first chunk of an answer in a chat: the role, and no text yet.</summary>
    public void Start(int index)
    {
        if (head.Kind == CompletionKind.Chat)
        {
            Write(index, "", null, null, role: true);
        }
    }

    public void Text(int index, string text, IReadOnlyList<LoggedToken>? tokens) => Write(index, text, tokens, null, role: false);

    public void Finish(int index, FinishReason reason) => Write(index, null, null, reason, role: false);

    public void Usage(TokenUsage usage)
    {
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        UsageWriter.Write(_json, usage);
        End();
    }

    public void Done() => pipe.Write("data: [DONE]\n\n"u8);

    /// <summary>The end of a stream that failed after it had begun.</summary>
    public void Error(OpenAiErrorEnvelope error)
    {
        pipe.Write("data: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, error, ContractsJsonContext.Default.OpenAiErrorEnvelope);
        _json.Flush();
        pipe.Write("\n\n"u8);
    }

    public void Comment(ReadOnlySpan<byte> comment) => pipe.Write(comment);

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellation) => pipe.FlushAsync(cancellation);

    public void Dispose() => _json.Dispose();

    private void Write(int index, string? text, IReadOnlyList<LoggedToken>? tokens, FinishReason? finish, bool role)
    {
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, index);
        if (head.Kind == CompletionKind.Chat)
        {
            WriteDelta(text, role);
        }
        else
        {
            _json.WriteString("text"u8, text ?? "");
        }

        logprobs.Write(_json, tokens);
        FinishReasons.Write(_json, finish);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (includeUsage)
        {
            _json.WriteNull("usage"u8);
        }

        End();
    }

    private void WriteDelta(string? text, bool role)
    {
        _json.WriteStartObject("delta"u8);
        if (role)
        {
            _json.WriteString("role"u8, "assistant"u8);
        }

        if (text is not null)
        {
            _json.WriteString("content"u8, text);
        }

        _json.WriteEndObject();
    }

    private void Begin()
    {
        pipe.Write("data: "u8);
        _json.Reset();
        _json.WriteStartObject();
        head.Write(_json, chunk: true);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        pipe.Write("\n\n"u8);
    }
}
