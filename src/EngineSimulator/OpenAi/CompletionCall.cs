using System.Runtime.InteropServices;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.EngineSimulator.Hosting;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.EngineSimulator.OpenAi;

/// <summary>What matters to a simulated engine of a request's body: how long the prompt is, which blocks it has, how long the answer may be.</summary>
internal sealed record CompletionCall(int PromptTokens, int OutputTokens, BlockKey[] Blocks, bool Stream, bool IncludeUsage)
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = Limits.JsonDepthMax };

    /// <summary>Reads a body.</summary>
    /// <exception cref="OpenAiException">400 or 404: it cannot be read, or asks for what is not here.</exception>
    public static async Task<CompletionCall> ReadAsync(HttpRequest request, CompletionShape shape, SimulatorOptions options)
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(request.Body, Json, request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                ? Read(body.RootElement, shape, options)
                : throw Invalid("The body must be a JSON object.", null);
        }
        catch (JsonException fault)
        {
            throw Invalid($"The body is no JSON: {fault.Message}", null);
        }
    }

    private static CompletionCall Read(JsonElement body, CompletionShape shape, SimulatorOptions options)
    {
        string? model = Text(body, "model");
        if (model != options.ModelName)
        {
            throw new OpenAiException(OpenAiError.ModelNotFound(model ?? ""));
        }

        if (Whole(body, "n") is > 1)
        {
            throw Invalid("The simulator gives one answer only.", "n");
        }

        string field = shape == CompletionShape.Chat ? "messages" : "prompt";
        ReadOnlySpan<byte> prompt = Raw(body, field);
        if (prompt.IsEmpty)
        {
            throw Invalid($"'{field}' is missing.", field);
        }

        BlockKey[] blocks = KeysOf(body, prompt, options, out int bytes);
        return new CompletionCall(
            Math.Max(1, bytes / options.BytesPerToken),
            Bound(body, options),
            blocks,
            body.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True,
            body.TryGetProperty("stream_options", out JsonElement more) && more.ValueKind == JsonValueKind.Object
                && more.TryGetProperty("include_usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.True);
    }

    private static BlockKey[] KeysOf(JsonElement body, ReadOnlySpan<byte> prompt, SimulatorOptions options, out int bytes)
    {
        ReadOnlySpan<byte> tools = Raw(body, "tools");
        bytes = tools.Length + prompt.Length;
        BlockKey[] keys = new BlockKey[PromptChain.Blocks(bytes)];
        new PromptChain(new PromptScope(options.ModelName, CacheSalt: Text(body, "cache_salt") ?? "")).Compute(tools, prompt, keys);
        return keys;
    }

    private static int Bound(JsonElement body, SimulatorOptions options)
    {
        int bound = Whole(body, "max_completion_tokens") ?? Whole(body, "max_tokens") ?? options.AnswerTokens;
        return bound >= 1 ? bound : throw Invalid("'max_tokens' must be at least 1.", "max_tokens");
    }

    private static int? Whole(JsonElement body, string name) =>
        !body.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw Invalid($"'{name}' must be a whole number.", name);

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ReadOnlySpan<byte> Raw(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.Array or JsonValueKind.String
            ? JsonMarshal.GetRawUtf8Value(value)
            : [];

    private static OpenAiException Invalid(string message, string? param) => new(OpenAiError.Invalid(message, param));
}

/// <summary>Which of OpenAI's two shapes a request and its answer have.</summary>
internal enum CompletionShape
{
    Chat,
    Text,
}
