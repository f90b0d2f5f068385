namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Rows of one sequence that are final and may be read, from wherever they live (host or device memory).</summary>
public interface IKvRowSource
{
    /// <summary>Shape of the rows.</summary>
    KvLayout Layout { get; }

    /// <summary>Copies <paramref name="count"/> token rows from <paramref name="first"/> of one layer, part and head: <c>count * RowBytes</c> bytes.</summary>
    void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination);
}
