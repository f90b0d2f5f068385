using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>All that was decided about a request: what is sent, and to whom.</summary>
internal sealed class ForwardPlan
{
    /// <summary>The client's body; must stay until the request is over.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Where the model's name stands in the body.</summary>
    public BodySpan ModelPlace { get; init; }

    /// <summary>The model's name that takes its place, as JSON; empty when it stays.</summary>
    public ReadOnlyMemory<byte> ModelReplacement { get; init; }

    /// <summary>Decode workers to try, best first; at least one.</summary>
    public required PickedWorker[] Workers { get; init; }

    /// <summary>The prefill worker that is to compute the prompt; null when the decode worker does.</summary>
    public PickedWorker? Prefill { get; init; }

    /// <summary>The prompt's length in tokens, estimated.</summary>
    public int PromptTokens { get; init; }

    /// <summary>The answer's length in tokens, estimated.</summary>
    public int AnswerTokens { get; init; }

    /// <summary>Longest silence of a worker; null for the gateway's own bound.</summary>
    public TimeSpan? ActivityTimeout { get; init; }

    /// <summary>Cancelled when the route's time for the whole answer is over.</summary>
    public CancellationToken Deadline { get; set; }

    /// <summary>Counts the request in on its workers.</summary>
    public RequestLoad Take(PickedWorker decode) => Prefill is { } prefill
        ? RequestLoad.Split(decode.Worker.Load, PromptTokens + AnswerTokens, prefill.Worker.Load, PromptTokens - prefill.CachedTokens)
        : RequestLoad.Local(decode.Worker.Load, PromptTokens - decode.CachedTokens, PromptTokens + AnswerTokens);
}
