using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Contracts.Handoff;

/// <summary>Decode worker to prefill worker: compute this prompt and push its KV rows to the ticket's slot.</summary>
public sealed record PrefillOrder
{
    /// <summary>Where to push.</summary>
    public required KvTicket Ticket { get; init; }

    /// <summary>Hash of the model both sides must run.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The prompt's token ids, little-endian int32 (base64 in JSON: a tenth of the parsing cost of a number array).</summary>
    public required byte[] Tokens { get; init; }

    /// <summary>
    /// Keys of the prompt's text blocks, 16 bytes each, under which the prefill worker publishes what it keeps; empty if it is not to. They
    /// come from the request the decode worker was given, never from a client's field.
    /// </summary>
    public byte[] TextKeys { get; init; } = [];

    /// <summary>Bytes of the whole text; the keys cover its full blocks.</summary>
    public int TextBytes { get; init; }

    /// <summary>Cached rows are shared only with requests of the same salt; null with those that have none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>How to draw the first token; null if the decode worker draws it, as it must for grammars and log probabilities.</summary>
    public SamplingParameters? Sampling { get; init; }
}
