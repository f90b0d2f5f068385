using System.Text.Json;
using InferenceGateway.Contracts.Usage;

namespace InferenceGateway.EngineSimulator.OpenAi;

/// <summary>The pieces of an answer as OpenAI's clients read them. Every token is the same word.</summary>
internal sealed class AnswerText(string id, string model, long created, CompletionShape shape)
{
    private const string Word = "tick ";

    /// <summary>The event before the first token of a chat; empty otherwise.</summary>
    public string Opening => shape == CompletionShape.Chat ? Event(Choice(new { role = "assistant", content = "" }, finish: null)) : "";

    public string Token => Event(shape == CompletionShape.Chat ? Choice(new { content = Word }, finish: null) : TextChoice(Word, null));

    public string Finish => Event(shape == CompletionShape.Chat ? Choice(new { }, "length") : TextChoice("", "length"));

    public string Usage(TokenUsage usage) => Event(Envelope([], chunk: true, UsageOf(usage)));

    /// <summary>The whole answer, not streamed.</summary>
    public string Whole(TokenUsage usage)
    {
        string text = string.Concat(Enumerable.Repeat(Word, usage.CompletionTokens));
        object choice = shape == CompletionShape.Chat
            ? new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "length" }
            : TextOf(text, "length");
        return JsonSerializer.Serialize(Envelope([choice], chunk: false, UsageOf(usage)));
    }

    private static string Event(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";

    private static object TextOf(string text, string? finish) => new { index = 0, text, logprobs = (object?)null, finish_reason = finish };

    private static object UsageOf(TokenUsage usage) => new
    {
        prompt_tokens = usage.PromptTokens,
        completion_tokens = usage.CompletionTokens,
        total_tokens = usage.PromptTokens + usage.CompletionTokens,
        prompt_tokens_details = new { cached_tokens = usage.CachedTokens },
    };

    private object TextChoice(string text, string? finish) => Envelope([TextOf(text, finish)], chunk: true, usage: null);

    private object Choice(object delta, string? finish) => Envelope([new { index = 0, delta, finish_reason = finish }], chunk: true, usage: null);

    private object Envelope(object[] choices, bool chunk, object? usage) => new
    {
        id,
        @object = shape == CompletionShape.Text ? "text_completion" : chunk ? "chat.completion.chunk" : "chat.completion",
        created,
        model,
        choices,
        usage,
    };
}
