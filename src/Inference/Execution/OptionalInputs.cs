using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>The inputs that only some graphs have and whose values hardly change.</summary>
internal sealed class OptionalInputs : IDisposable
{
    private readonly DecoderGraph _graph;
    private readonly BoundValues _values = new();
    private readonly OrtValue _one;
    private readonly OrtValue _withoutPast;
    private readonly OrtValue _withPast;

    public OptionalInputs(DecoderGraph graph)
    {
        _graph = graph;
        _one = _values.Add(Pinned(1L), graph.Inputs.LogitsToKeepRank == 0 ? [] : [1]);
        _withoutPast = _values.Add(Pinned(false), [1]);
        _withPast = _values.Add(Pinned(true), [1]);
    }

    /// <summary>Binds what the graph has of them.</summary>
    public void Bind(OrtIoBinding binding, bool hasPast)
    {
        if (_graph.Inputs.LogitsToKeep is { } name)
        {
            binding.BindInput(name, _one);
        }

        if (_graph.Inputs.UseCacheBranch)
        {
            binding.BindInput(_graph.Config.Names.UseCacheBranch, hasPast ? _withPast : _withoutPast);
        }
    }

    public void Dispose() => _values.Dispose();

    private static Memory<T> Pinned<T>(T value) where T : unmanaged
    {
        T[] memory = GC.AllocateUninitializedArray<T>(1, pinned: true);
        memory[0] = value;
        return memory;
    }
}
