using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Models;

/// <summary>Checks a session's inputs and outputs against what the engine binds; each fault names the input or output.</summary>
internal sealed class GraphInspector(ModelConfig config, InferenceSession session)
{
    private readonly GraphNames _names = config.Names;

    public DecoderInputs Inputs()
    {
        RequireInput(_names.InputIds, TensorElementType.Int64, 2);
        RequireInput(_names.AttentionMask, TensorElementType.Int64, 2);
        bool positions = Has(_names.PositionIds);
        if (positions)
        {
            RequireInput(_names.PositionIds, TensorElementType.Int64, 2);
        }

        bool branches = Has(_names.UseCacheBranch);
        if (branches)
        {
            RequireInput(_names.UseCacheBranch, TensorElementType.Bool, 1);
        }

        string? keep = _names.LogitsToKeep.FirstOrDefault(Has);
        int rank = keep is null ? 0 : RequireInput(keep, TensorElementType.Int64, 0, 1).Dimensions.Length;
        NodeMetadata logits = Logits();
        return new DecoderInputs(
            positions, branches, keep, rank, logits.Dimensions[1] == 1, logits.ElementDataType == TensorElementType.Float16);
    }

    public int Vocabulary() => Size(Logits().Dimensions[2], config.Sizes.Vocabulary, "output", _names.Logits, "width", "vocab_size");

    /// <summary>Element type, layers, KV heads and head size of the cache.</summary>
    public (KvElementType Type, int Layers, int Heads, int HeadSize) Kv()
    {
        string first = GraphNames.Of(_names.PastKeys, 0);
        NodeMetadata past = Require(session.InputMetadata, first, "input");
        KvElementType type = ElementType(first, past);
        RequireRank(first, "Input", past, 4);
        int heads = Size(past.Dimensions[1], config.Sizes.Heads, "input", first, "number of heads", "num_key_value_heads");
        int headSize = Size(past.Dimensions[3], config.Sizes.HeadSize, "input", first, "head size", "head_dim");
        int layers = 0;
        for (; Has(GraphNames.Of(_names.PastKeys, layers)); layers++)
        {
            RequireAlike(session.InputMetadata, GraphNames.Of(_names.PastKeys, layers), "input", past.ElementDataType, heads, headSize);
            RequireAlike(session.InputMetadata, GraphNames.Of(_names.PastValues, layers), "input", past.ElementDataType, heads, headSize);
            RequireAlike(session.OutputMetadata, GraphNames.Of(_names.PresentKeys, layers), "output", past.ElementDataType, heads, headSize);
            RequireAlike(session.OutputMetadata, GraphNames.Of(_names.PresentValues, layers), "output", past.ElementDataType, heads, headSize);
        }

        return (type, layers, heads, headSize);
    }

    /// <summary>Refuses a graph that wants something the engine does not give.</summary>
    public void RequireNoOthers(int layers)
    {
        HashSet<string> known =
        [
            _names.InputIds, _names.AttentionMask, _names.PositionIds, _names.UseCacheBranch, .. _names.LogitsToKeep,
            .. Enumerable.Range(0, layers).SelectMany(layer => new[] { GraphNames.Of(_names.PastKeys, layer), GraphNames.Of(_names.PastValues, layer) }),
        ];
        string[] others = [.. session.InputMetadata.Keys.Where(name => !known.Contains(name))];
        if (others.Length > 0)
        {
            throw new ModelFolderException($"The graph wants inputs that are not known here: {string.Join(", ", others)}.");
        }
    }

    private NodeMetadata Logits()
    {
        NodeMetadata logits = Require(session.OutputMetadata, _names.Logits, "output");
        RequireType(_names.Logits, "Output", logits, TensorElementType.Float, TensorElementType.Float16);
        RequireRank(_names.Logits, "Output", logits, 3);
        return logits;
    }

    private bool Has(string input) => session.InputMetadata.ContainsKey(input);

    private NodeMetadata RequireInput(string name, TensorElementType type, params ReadOnlySpan<int> ranks)
    {
        NodeMetadata node = Require(session.InputMetadata, name, "input");
        RequireType(name, "Input", node, type);
        RequireRank(name, "Input", node, ranks);
        return node;
    }

    /// <summary>Every layer's keys and values have the same type and sizes, and a length that is open.</summary>
    private static void RequireAlike(IReadOnlyDictionary<string, NodeMetadata> metadata, string name, string kind, TensorElementType type, int heads, int headSize)
    {
        NodeMetadata node = Require(metadata, name, kind);
        bool alike = node.ElementDataType == type
            && node.Dimensions.Length == 4
            && node.Dimensions[2] < 0
            && (node.Dimensions[1] < 0 || node.Dimensions[1] == heads)
            && (node.Dimensions[3] < 0 || node.Dimensions[3] == headSize);
        if (!alike)
        {
            throw new ModelFolderException(
                $"The graph's {kind} '{name}' is {node.ElementDataType} [{string.Join(", ", node.Dimensions)}]; served are caches of one type and shape in all layers, here {type} [batch, {heads}, an open length, {headSize}].");
        }
    }

    private static KvElementType ElementType(string name, NodeMetadata past)
    {
        RequireType(name, "Input", past, TensorElementType.Float, TensorElementType.Float16);
        return past.ElementDataType == TensorElementType.Float ? KvElementType.Float32 : KvElementType.Float16;
    }

    private static int Size(int inGraph, int inConfig, string kind, string name, string what, string key)
    {
        int size = inGraph > 0 ? inGraph : inConfig;
        return size > 0 ? size : throw new ModelFolderException($"The graph leaves the {what} of {kind} '{name}' open, and the configuration gives no {key}.");
    }

    private static void RequireType(string name, string kind, NodeMetadata node, params ReadOnlySpan<TensorElementType> types)
    {
        if (!node.IsTensor || !types.Contains(node.ElementDataType))
        {
            string type = node.IsTensor ? node.ElementDataType.ToString() : node.OnnxValueType.ToString();
            throw new ModelFolderException($"{kind} '{name}' has element type {type}; served: {string.Join(" or ", types.ToArray())}.");
        }
    }

    private static void RequireRank(string name, string kind, NodeMetadata node, params ReadOnlySpan<int> ranks)
    {
        if (!ranks.Contains(node.Dimensions.Length))
        {
            throw new ModelFolderException($"{kind} '{name}' has {node.Dimensions.Length} dimensions; served: {string.Join(" or ", ranks.ToArray())}.");
        }
    }

    private static NodeMetadata Require(IReadOnlyDictionary<string, NodeMetadata> metadata, string name, string kind) =>
        metadata.TryGetValue(name, out NodeMetadata? node)
            ? node
            : throw new ModelFolderException($"The graph has no {kind} '{name}'.");
}
