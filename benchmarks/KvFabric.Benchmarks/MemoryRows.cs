using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.KvFabric.Benchmarks;

/// <summary>Rows of one sequence in host memory, as an engine's arena holds them: [layer][part][head][token][H].</summary>
internal sealed class MemoryRows(KvLayout layout, int capacity) : IKvRowSource, IKvReservation
{
    public KvLayout Layout => layout;

    public int Capacity => capacity;

    public byte[] Bytes { get; } = new byte[(long)capacity * layout.TokenBytes];

    public void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination)
        => Bytes.AsSpan(Offset(layer, part, head, first), count * layout.RowBytes).CopyTo(destination);

    public void Write(int layer, KvPart part, int head, int first, int count, ReadOnlySpan<byte> source)
        => source.CopyTo(Bytes.AsSpan(Offset(layer, part, head, first), count * layout.RowBytes));

    public bool Complete(int tokens, ReadOnlySpan<byte> tail, KvTransferRecord record) => true;

    public void Fail(string reason) => throw new InvalidOperationException(reason);

    private int Offset(int layer, KvPart part, int head, int first)
        => ((((((layer * 2) + (int)part) * layout.Heads) + head) * capacity) + first) * layout.RowBytes;
}

/// <summary>One slot that can be claimed again and again.</summary>
internal sealed class OneReservation : IKvReservations
{
    public MemoryRows? Rows { get; set; }

    public IKvReservation? TryClaim(Guid nonce, long epoch) => Rows;
}
