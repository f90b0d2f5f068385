using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Devices;

/// <summary>Memory of a CUDA device, from ONNX Runtime's allocator; copied by ONNX Runtime.</summary>
internal sealed unsafe class CudaMemory : IKvMemory
{
    private const int ZeroesAtOnce = 1 << 20;

    private readonly OrtAllocator _allocator;
    private readonly OrtMemoryAllocation _block;

    public CudaMemory(InferenceSession session, int deviceId, long bytes)
    {
        if (bytes > uint.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bytes), $"One layer's keys or values take {bytes} bytes on the device; at most {uint.MaxValue} can be had. Lower Worker:Slots or Worker:ContextLength.");
        }

        Info = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, deviceId, OrtMemType.Default);
        _allocator = new OrtAllocator(session, Info);
        _block = _allocator.Allocate((uint)bytes);
        Clear(bytes);
    }

    public OrtMemoryInfo Info { get; }

    public nint Address => _block.DangerousGetHandle();

    public void Read(long offset, Span<byte> destination)
    {
        fixed (byte* host = destination)
        {
            Move(Info, Address + (nint)offset, OrtMemoryInfo.DefaultInstance, (nint)host, destination.Length);
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        fixed (byte* host = source)
        {
            Move(OrtMemoryInfo.DefaultInstance, (nint)host, Info, Address + (nint)offset, source.Length);
        }
    }

    public void Copy(long from, long to, long bytes) => Move(Info, Address + (nint)from, Info, Address + (nint)to, bytes);

    public void Dispose()
    {
        _block.Dispose();
        _allocator.Dispose();
        Info.Dispose();
    }

    private static void Move(OrtMemoryInfo fromInfo, nint from, OrtMemoryInfo toInfo, nint to, long bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        using OrtValue source = OrtValue.CreateTensorValueWithData(fromInfo, TensorElementType.UInt8, [bytes], from, bytes);
        using OrtValue target = OrtValue.CreateTensorValueWithData(toInfo, TensorElementType.UInt8, [bytes], to, bytes);
        OrtEnv.Instance().CopyTensors([source], [target], null);
    }

    private void Clear(long bytes)
    {
        byte[] zeroes = new byte[Math.Min(bytes, ZeroesAtOnce)];
        for (long at = 0; at < bytes; at += zeroes.Length)
        {
            Write(at, zeroes.AsSpan(0, (int)Math.Min(zeroes.Length, bytes - at)));
        }
    }
}
