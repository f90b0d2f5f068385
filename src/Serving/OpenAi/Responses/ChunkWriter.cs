using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Hosting;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.OpenAi.Requests;
using InferenceGateway.Serving.OpenAi.Tools;

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
            Write(index, new Delta("", Role: true), null, null);
        }
    }

    public void Text(int index, string text, IReadOnlyList<LoggedToken>? tokens) => Write(index, new Delta(text), tokens, null);

    /// <summary>The beginning of a tool call, or more of its arguments.</summary>
    public void ToolCall(int index, ToolDelta delta) => Write(index, new Delta(null, Tool: delta), null, null);

    public void Finish(int index, FinishReason reason, bool calledTools) => Write(index, new Delta(null), null, reason, calledTools);

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
    public void Error(OpenAiError error)
    {
        pipe.Write("data: "u8);
        pipe.Write(ErrorEnvelope.Serialize(error));
        pipe.Write("\n\n"u8);
    }

    public void Comment(ReadOnlySpan<byte> comment) => pipe.Write(comment);

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellation) => pipe.FlushAsync(cancellation);

    public void Dispose() => _json.Dispose();

    private void Write(int index, Delta delta, IReadOnlyList<LoggedToken>? tokens, FinishReason? finish, bool calledTools = false)
    {
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, index);
        if (head.Kind == CompletionKind.Chat)
        {
            WriteDelta(delta);
        }
        else
        {
            _json.WriteString("text"u8, delta.Text ?? "");
        }

        logprobs.Write(_json, tokens);
        FinishReasons.Write(_json, finish, calledTools);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (includeUsage)
        {
            _json.WriteNull("usage"u8);
        }

        End();
    }

    private void WriteDelta(Delta delta)
    {
        _json.WriteStartObject("delta"u8);
        if (delta.Role)
        {
            _json.WriteString("role"u8, "assistant"u8);
        }

        if (delta.Text is not null)
        {
            _json.WriteString("content"u8, delta.Text);
        }

        if (delta.Tool is { } tool)
        {
            ToolCallWriter.WriteDelta(_json, tool);
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

    /// <summary>What a chunk adds to an answer.</summary>
    private readonly record struct Delta(string? Text, bool Role = false, ToolDelta? Tool = null);
}
