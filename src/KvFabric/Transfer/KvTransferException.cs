namespace InferenceGateway.KvFabric.Transfer;

/// <summary>A transfer that could not be done.</summary>
public sealed class KvTransferException : Exception
{
    /// <summary>With the reason.</summary>
    public KvTransferException(string message) : base(message) { }

    /// <summary>With the reason and what caused it.</summary>
    public KvTransferException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Refused by the receiver.</summary>
    public KvTransferException(string message, KvRefusal refusal) : base(message) => Refusal = refusal;

    /// <summary>What the receiver said; <see cref="KvRefusal.None"/> if it said nothing.</summary>
    public KvRefusal Refusal { get; }
}
