using InferenceGateway.Inference.Models;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Binds past and present of every layer to the same memory, so that the graph appends in place.</summary>
internal static class KvBinding
{
    public static void Bind(OrtIoBinding binding, GraphNames names, int layers, Func<int, KvPart, OrtValue> tensor)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            OrtValue keys = tensor(layer, KvPart.Key);
            OrtValue values = tensor(layer, KvPart.Value);
            binding.BindInput(GraphNames.Of(names.PastKeys, layer), keys);
            binding.BindInput(GraphNames.Of(names.PastValues, layer), values);
            binding.BindOutput(GraphNames.Of(names.PresentKeys, layer), keys);
            binding.BindOutput(GraphNames.Of(names.PresentValues, layer), values);
        }
    }
}
