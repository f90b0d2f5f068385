using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Devices;

/// <summary>Memory of the host. Pages are touched only when rows are written, so size costs address space, not memory.</summary>
internal sealed unsafe class HostMemory : IKvMemory
{
    private const int Alignment = 64;

    private readonly void* _block;
    private readonly byte* _start;

    public HostMemory(long bytes)
    {
        _block = NativeMemory.AllocZeroed((nuint)(bytes + Alignment));
        _start = (byte*)(((nint)_block + Alignment - 1) / Alignment * Alignment);
    }

    public OrtMemoryInfo Info => OrtMemoryInfo.DefaultInstance;

    public nint Address => (nint)_start;

    public void Read(long offset, Span<byte> destination) => new ReadOnlySpan<byte>(_start + offset, destination.Length).CopyTo(destination);

    public void Write(long offset, ReadOnlySpan<byte> source) => source.CopyTo(new Span<byte>(_start + offset, source.Length));

    public void Copy(long from, long to, long bytes) => Buffer.MemoryCopy(_start + from, _start + to, bytes, bytes);

    public void Dispose() => NativeMemory.Free(_block);
}
