using System.Runtime.InteropServices;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// Room for a fixed number of equal blocks, outside the managed heap. Pages are touched only when a block is filled, so the
/// bound costs address space, not memory. Not thread-safe: <see cref="BlockStore"/> guards it.
/// </summary>
internal sealed unsafe class BlockMemory(int blocks, int blockBytes)
{
    private readonly Stack<int> _returned = new();
    private void* _start = NativeMemory.Alloc((nuint)blocks, (nuint)blockBytes);
    private int _untouched;

    /// <summary>Blocks that hold nothing.</summary>
    public int Free => blocks - _untouched + _returned.Count;

    /// <summary>Takes a block's room, one that has been used before if there is any.</summary>
    public bool TryTake(out int index)
    {
        if (_returned.TryPop(out index))
        {
            return true;
        }

        index = _untouched;
        if (index == blocks)
        {
            return false;
        }

        _untouched++;
        return true;
    }

    /// <summary>Takes a block's room back.</summary>
    public void Return(int index) => _returned.Push(index);

    /// <summary>The bytes of one block.</summary>
    public Span<byte> Bytes(int index) => new((byte*)_start + ((long)index * blockBytes), blockBytes);

    /// <summary>Gives everything back to the system; nothing may be read after that.</summary>
    public void Release()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
