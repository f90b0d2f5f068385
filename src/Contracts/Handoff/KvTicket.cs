namespace InferenceGateway.Contracts.Handoff;

/// <summary>
/// A decode worker's promise of one reserved slot. The nonce is the secret: only who was given the ticket can name it.
/// It is void after the deadline, in another epoch, or once used.
/// </summary>
public sealed record KvTicket
{
    /// <summary>The decode worker that gave it out.</summary>
    public required string WorkerId { get; init; }

    /// <summary>That worker's life number.</summary>
    public required long Epoch { get; init; }

    /// <summary>The reserved slot, for logs; the worker finds the reservation by the nonce.</summary>
    public required int Slot { get; init; }

    /// <summary>128 random bits.</summary>
    public required Guid Nonce { get; init; }

    /// <summary>The request it serves, for logs; never a key.</summary>
    public required string RequestId { get; init; }

    /// <summary>After this instant the slot is taken back.</summary>
    public required DateTimeOffset Deadline { get; init; }
}
