namespace InferenceGateway.KvFabric.Transfer;

/// <summary>
/// The shape of one token's KV rows. Both ends of a transfer must agree on all of it before a byte of payload is read.
/// On the wire and at rest a run of tokens is ordered [layer][key|value][head][token][head size].
/// </summary>
/// <param name="ModelHash">Hash of graph, weights and tokenizer, 32 hex digits.</param>
/// <param name="ElementType">Number format of one element.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Heads">KV heads per layer.</param>
/// <param name="HeadSize">Elements per head.</param>
public sealed record KvLayout(string ModelHash, KvElementType ElementType, int Layers, int Heads, int HeadSize)
{
    /// <summary>Version of the order of elements named above.</summary>
    public const int Version = 1;

    /// <summary>Bytes of one token in one head of one part of one layer.</summary>
    public int RowBytes => HeadSize * ElementType.Size();

    /// <summary>Bytes of one token over all layers, both parts, all heads.</summary>
    public int TokenBytes => checked(2 * Layers * Heads * RowBytes);
}
