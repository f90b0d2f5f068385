using System.Collections.Concurrent;
using InferenceGateway.Contracts;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>
/// Pinned buffers for whole frames, kept for the next transfer: large blocks are costly to allocate, and pinned ones spare the
/// socket from pinning them on every call.
/// </summary>
internal sealed class KvBufferPool
{
    /// <summary>Bytes of the smallest buffer: enough for an opening or a reply.</summary>
    public const int SizeMin = 1024;

    private const int KeptPerSizeMax = 16;

    // Openings and replies; frames of the default size; the largest frame.
    private static readonly int[] Sizes =
        [SizeMin, KvClientOptions.FrameBytesDefault + KvFrameHeader.Size, Limits.KvFramePayloadBytesMax + KvFrameHeader.Size];

    private readonly ConcurrentBag<byte[]>[] _kept = [[], [], []];

    /// <summary>A buffer of at least that size.</summary>
    public byte[] Rent(int size)
    {
        var index = Array.FindIndex(Sizes, candidate => size <= candidate);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(size));
        return _kept[index].TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Sizes[index], pinned: true);
    }

    /// <summary>Takes a buffer back; its renter must not touch it any more.</summary>
    public void Return(byte[] buffer)
    {
        var kept = _kept[Array.IndexOf(Sizes, buffer.Length)];
        if (kept.Count < KeptPerSizeMax)
        {
            kept.Add(buffer);
        }
    }
}
