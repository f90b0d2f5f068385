using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Forwarding.Dialects;
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

    /// <summary>What keeps the tenant's cached prompts apart, its requests' own salt included; empty when the body says all there is.</summary>
    public string TenantSalt { get; init; } = "";

    /// <summary>
    /// The body as one piece of memory, for engines that get more than the client's bytes: with the model's name replaced, and with the
    /// tenant's salt, which own workers hear of by a header.
    /// </summary>
    public byte[] BodyToSend() => Salted(Replace(Body.Span, ModelPlace, ModelReplacement.Span), TenantSalt);

    /// <summary>A body that says by itself what keeps its cached prompt apart.</summary>
    /// <param name="body">The body.</param>
    /// <param name="salt">Takes the place of its own <c>cache_salt</c>; empty to change nothing.</param>
    public static byte[] Salted(byte[] body, string salt) =>
        salt.Length == 0 ? body : BodyFields.Rewrite(body, ["cache_salt"], [.. "\"cache_salt\":"u8, .. JsonText.Quoted(salt)]);

    /// <summary>A copy of a body with one value replaced.</summary>
    /// <param name="body">The body.</param>
    /// <param name="place">Where the value stands.</param>
    /// <param name="replacement">JSON that takes its place; empty to change nothing.</param>
    public static byte[] Replace(ReadOnlySpan<byte> body, BodySpan place, ReadOnlySpan<byte> replacement) => replacement.IsEmpty
        ? body.ToArray()
        : [.. body[..place.Start], .. replacement, .. body[(place.Start + place.Length)..]];
}
