using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Execution;

/// <summary>Tensors over managed, pinned memory that live as long as a binding.</summary>
internal sealed class BoundValues : IDisposable
{
    private readonly List<OrtValue> _values = [];

    public OrtValue Add<T>(Memory<T> memory, long[] shape) where T : unmanaged =>
        Add(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape));

    /// <summary>ONNX Runtime has a float16 of its own, of the same two bytes.</summary>
    public unsafe OrtValue AddHalves(Memory<Half> memory, long[] shape) => Add(OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance,
        TensorElementType.Float16,
        shape,
        (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory.Span)),
        memory.Length * sizeof(short)));

    public OrtValue Add(OrtValue value)
    {
        _values.Add(value);
        return value;
    }

    public void Dispose() => _values.ForEach(value => value.Dispose());
}
