using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Tensors over managed, pinned memory that live as long as a binding.</summary>
internal sealed class BoundValues : IDisposable
{
    private readonly List<OrtValue> _values = [];

    public OrtValue Add<T>(Memory<T> memory, long[] shape) where T : unmanaged
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);
        _values.Add(value);
        return value;
    }

    public OrtValue Add(OrtValue value)
    {
        _values.Add(value);
        return value;
    }

    public void Dispose() => _values.ForEach(value => value.Dispose());
}
