using InferenceGateway.Contracts.Generation;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Serving.OpenAi.Tools;
using InferenceGateway.Serving.Publishing;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>A request that has been read and found good, with its prompts as tokens; nothing has been reserved for it.</summary>
internal sealed record CompletionCall
{
    public required CompletionKind Kind { get; init; }

    /// <summary>The model's name as the client wrote it.</summary>
    public required string Model { get; init; }

    /// <summary>Token ids of each prompt; at least one prompt of at least one token. A chat has one.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>The prompt's text as gateways name it; none if there are several prompts.</summary>
    public required PromptText Text { get; init; }

    /// <summary><c>n</c>: answers to each prompt.</summary>
    public required int AnswersPerPrompt { get; init; }

    public required SamplingParameters Sampling { get; init; }

    /// <summary>Most tokens to draw per answer; the longest prompt and an answer fit the context together.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Stop tokens cannot be drawn before this many others have been.</summary>
    public required int MinTokens { get; init; }

    /// <summary>Tokens that end an answer.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Texts that end the answer and are not part of it.</summary>
    public required IReadOnlyList<string> StopStrings { get; init; }

    /// <summary>Most likely tokens to report beside each drawn one; null reports nothing.</summary>
    public required int? TopLogprobs { get; init; }

    /// <summary>The grammar every answer must follow; null for free text.</summary>
    public required StructuredGrammar? Grammar { get; init; }

    /// <summary>The tools that answers may or must call; null for none.</summary>
    public required ToolPlan? Tools { get; init; }

    /// <summary>Cached rows are shared only with requests of the same salt; null with those that have none.</summary>
    public required string? CacheSalt { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether a stream ends with a chunk of usage.</summary>
    public required bool IncludeUsage { get; init; }

    /// <summary>Whether the prompt's text stands in front of the answer (<c>/v1/completions</c> only).</summary>
    public required bool Echo { get; init; }

    /// <summary>Holds one answer to what was asked for; null for free text.</summary>
    public ITokenConstraint? StartConstraint() =>
        Tools?.StartConstraint() ?? (Grammar is null ? null : new GrammarConstraint(Grammar));

    /// <summary>The prompt of answer number <paramref name="index"/>: all answers to the first prompt come first.</summary>
    public int[] PromptOf(int index) => Prompts[index / AnswersPerPrompt];

    /// <summary>Drawing of answer number <paramref name="index"/>: the answers to one prompt differ by their seed, the first has the request's.</summary>
    public SamplingParameters SamplingOf(int index)
    {
        const ulong golden = 0x9E3779B97F4A7C15;
        ulong number = (ulong)(index % AnswersPerPrompt);
        return number == 0 ? Sampling : Sampling with { Seed = Sampling.Seed + (number * golden) };
    }
}
