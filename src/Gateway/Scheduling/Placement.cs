using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What is being placed: all that filters and scorers may know of a request.</summary>
public readonly record struct Placement
{
    /// <summary>The request's id; null when nothing of the decision is to be kept.</summary>
    public string? RequestId { get; init; }

    /// <summary>The model's name, as worker records have it.</summary>
    public required string Model { get; init; }

    /// <summary>The pool to choose from.</summary>
    public required WorkerRole Role { get; init; }

    /// <summary>Keys of the prompt's consecutive blocks, first one first; empty when nothing is known of the prompt.</summary>
    public ReadOnlyMemory<BlockKey> Keys { get; init; }

    /// <summary>Estimated length of the prompt in tokens.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Estimated length of the answer in tokens.</summary>
    public int AnswerTokens { get; init; }

    /// <summary>Name of the conversation the client says it belongs to, or null.</summary>
    public string? Session { get; init; }

    /// <summary>Name of the adapter asked for, or null.</summary>
    public string? Adapter { get; init; }

    /// <summary>Larger is more urgent; 0 is ordinary.</summary>
    public int Priority { get; init; }

    /// <summary>Ids of the only workers that may take it, or null for any.</summary>
    public IReadOnlyCollection<string>? Subset { get; init; }

    /// <summary>Label demands a worker must meet, or null for none.</summary>
    public WorkerLabels? Labels { get; init; }

    /// <summary>Where the other end of the traffic is: for a prefill worker the chosen decode worker, otherwise the gateway; or null.</summary>
    public WorkerLabels? Near { get; init; }

    /// <summary>Tokens of the prompt's first blocks, when that many blocks are held.</summary>
    /// <param name="heldBlocks">Consecutive first blocks that are held, 0 to the number of keys.</param>
    /// <returns>0 to <see cref="PromptTokens"/> - 1: the last token is always computed.</returns>
    public int TokensOf(int heldBlocks) => Keys.Length == 0 || PromptTokens == 0
        ? 0
        : (int)Math.Min(PromptTokens - 1, (long)PromptTokens * heldBlocks / Keys.Length);
}
