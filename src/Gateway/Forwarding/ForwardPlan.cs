using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.OpenAi;
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

    /// <summary>The request as it was placed.</summary>
    public required Placement Placement { get; init; }

    /// <summary>Where the prompt is computed.</summary>
    public required SplitDecision Decision { get; init; }

    /// <summary>Bytes of the prompt's text.</summary>
    public int TextBytes { get; init; }

    /// <summary>Longest silence of a worker; null for the gateway's own bound.</summary>
    public TimeSpan? ActivityTimeout { get; init; }

    /// <summary>Cancelled when the route's time for the whole answer is over.</summary>
    public CancellationToken Deadline { get; set; }

    /// <summary>The body with the model's name replaced, as one piece of memory.</summary>
    public byte[] BodyToSend() => Replace(Body.Span, ModelPlace, ModelReplacement.Span);

    /// <summary>A copy of a body with one value replaced.</summary>
    /// <param name="body">The body.</param>
    /// <param name="place">Where the value stands.</param>
    /// <param name="replacement">JSON that takes its place; empty to change nothing.</param>
    public static byte[] Replace(ReadOnlySpan<byte> body, BodySpan place, ReadOnlySpan<byte> replacement) => replacement.IsEmpty
        ? body.ToArray()
        : [.. body[..place.Start], .. replacement, .. body[(place.Start + place.Length)..]];
}
