using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;

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

    /// <summary>The model's name, as its workers register it.</summary>
    public required string Model { get; init; }

    /// <summary>The prompt's length in bytes of text.</summary>
    public int PromptBytes { get; init; }

    /// <summary>The prompt's length in tokens, estimated.</summary>
    public int PromptTokens { get; init; }

    /// <summary>The answer's length in tokens, estimated.</summary>
    public int AnswerTokens { get; init; }

    /// <summary>Longest silence of a worker; null for the gateway's own bound.</summary>
    public TimeSpan? ActivityTimeout { get; init; }

    /// <summary>Cancelled when the route's time for the whole answer is over.</summary>
    public CancellationToken Deadline { get; set; }

    /// <summary>Counts the request in on its workers.</summary>
    public RequestTrack Take(in PickedWorker decode, LatencyPredictor predictor, TimeProvider time) => RequestTrack.Start(
        predictor,
        time,
        new Routed(Model, decode.Worker.Load, Prefill?.Worker.Load, PromptTokens, PromptTokens - (Prefill ?? decode).CachedTokens, AnswerTokens));
}
