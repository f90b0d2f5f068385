using System.Runtime.InteropServices;
using InferenceGateway.Inference.Devices;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Tests.Devices;

/// <summary>
/// A device whose memory ONNX Runtime's CPU provider can use, so that it runs here, and which the engine must treat as one it cannot see into. Counts
/// what crosses.
/// </summary>
internal sealed class FakeDevice : IExecutionDevice
{
    private readonly List<Memory> _memories = [];

    public string Name => "fake";

    public bool CopiesInputs => true;

    /// <summary>Sessions configured.</summary>
    public int Configured { get; private set; }

    /// <summary>Bytes that went to the host.</summary>
    public long BytesRead => _memories.Sum(memory => memory.BytesRead);

    /// <summary>Bytes that came from the host.</summary>
    public long BytesWritten => _memories.Sum(memory => memory.BytesWritten);

    /// <summary>Bytes taken and not given back.</summary>
    public long BytesHeld => _memories.Sum(memory => memory.BytesHeld);

    public void Configure(SessionOptions options) => Configured++;

    public IKvMemory Allocate(InferenceSession session, long bytes)
    {
        _memories.Add(new Memory(bytes));
        return _memories[^1];
    }

    private sealed unsafe class Memory(long bytes) : IKvMemory
    {
        private readonly byte* _start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        private long _read;
        private long _written;
        private bool _freed;

        public OrtMemoryInfo Info => OrtMemoryInfo.DefaultInstance;

        public nint Address => (nint)_start;

        public long BytesRead => Volatile.Read(ref _read);

        public long BytesWritten => Volatile.Read(ref _written);

        public long BytesHeld => _freed ? 0 : bytes;

        public void Read(long offset, Span<byte> destination)
        {
            Interlocked.Add(ref _read, destination.Length);
            Inside(offset, destination.Length).CopyTo(destination);
        }

        public void Write(long offset, ReadOnlySpan<byte> source)
        {
            Interlocked.Add(ref _written, source.Length);
            source.CopyTo(Inside(offset, source.Length));
        }

        public void Copy(long from, long to, long count) => Inside(from, count).CopyTo(Inside(to, count));

        public void Dispose()
        {
            _freed = true;
            NativeMemory.AlignedFree(_start);
        }

        private Span<byte> Inside(long offset, long count) => !_freed && offset >= 0 && count >= 0 && offset + count <= bytes
            ? new Span<byte>(_start + offset, checked((int)count))
            : throw new InvalidOperationException($"Bytes [{offset}, {offset + count}) are outside the device's {bytes}.");
    }
}
