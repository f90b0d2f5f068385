using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Models;

/// <summary>
/// A loaded graph with GroupQueryAttention and a shared KV buffer, and what its metadata says about it. Inputs and outputs:
/// shared facts in the class <see cref="GraphNames"/>.
/// </summary>
public sealed class DecoderGraph : IDisposable
{
    private DecoderGraph(ModelConfig config, InferenceSession session, KvLayout layout, int vocabulary, bool positions)
    {
        Config = config;
        Session = session;
        Layout = layout;
        VocabularySize = vocabulary;
        HasPositionIds = positions;
    }

    /// <summary>The folder's configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The ONNX Runtime session; one loop thread uses it at a time.</summary>
    public InferenceSession Session { get; }

    /// <summary>Shape of one token's KV rows.</summary>
    public KvLayout Layout { get; }

    /// <summary>Width of the logits.</summary>
    public int VocabularySize { get; }

    /// <summary>Whether the graph wants positions beside the mask.</summary>
    public bool HasPositionIds { get; }

    /// <summary>Loads the graph and checks every input and output that the engine will bind.</summary>
    /// <param name="config">The folder's configuration.</param>
    /// <param name="threads">Threads of one Run.</param>
    /// <exception cref="ModelFolderException">The graph is not of the served kind; the message names the input or output.</exception>
    public static DecoderGraph Load(ModelConfig config, int threads)
    {
        InferenceSession session = Open(config, threads);
        try
        {
            return Describe(config, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    private static InferenceSession Open(ModelConfig config, int threads)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Spinning workers would take the processor from the web server and from the other sessions of this process.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(config.GraphPath, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelFolderException($"ONNX Runtime cannot load '{config.GraphPath}': {fault.Message}", fault);
        }
    }

    private static DecoderGraph Describe(ModelConfig config, InferenceSession session)
    {
        GraphNames names = config.Names;
        Require(session.InputMetadata, names.InputIds, "input");
        Require(session.InputMetadata, names.AttentionMask, "input");
        NodeMetadata logits = Require(session.OutputMetadata, names.Logits, "output");
        if (logits.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
        {
            throw new ModelFolderException($"Output '{names.Logits}' has element type {logits.ElementDataType}; float is served.");
        }

        KvLayout layout = DescribeKv(config, session);
        bool positions = session.InputMetadata.ContainsKey(names.PositionIds);
        int expected = 2 + (positions ? 1 : 0) + (2 * layout.Layers);
        return session.InputMetadata.Count == expected
            ? new DecoderGraph(config, session, layout, logits.Dimensions[^1], positions)
            : throw new ModelFolderException(
                $"The graph has {session.InputMetadata.Count} inputs where {expected} are known: {string.Join(", ", session.InputMetadata.Keys)}.");
    }

    private static KvLayout DescribeKv(ModelConfig config, InferenceSession session)
    {
        GraphNames names = config.Names;
        NodeMetadata first = Require(session.InputMetadata, GraphNames.Of(names.PastKeys, 0), "input");
        if (first.Dimensions is not [_, > 0, _, > 0])
        {
            throw new ModelFolderException($"Input '{GraphNames.Of(names.PastKeys, 0)}' must have shape [batch, KV heads, past, head size].");
        }

        int layers = 0;
        while (session.InputMetadata.ContainsKey(GraphNames.Of(names.PastKeys, layers)))
        {
            Require(session.InputMetadata, GraphNames.Of(names.PastValues, layers), "input");
            Require(session.OutputMetadata, GraphNames.Of(names.PresentKeys, layers), "output");
            Require(session.OutputMetadata, GraphNames.Of(names.PresentValues, layers), "output");
            layers++;
        }

        return new KvLayout(ModelHash.Compute(config.Folder), ElementType(first), layers, first.Dimensions[1], first.Dimensions[3]);
    }

    private static KvElementType ElementType(NodeMetadata past) => past.ElementDataType switch
    {
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => KvElementType.Float32,
        Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16 => KvElementType.Float16,
        var other => throw new ModelFolderException($"The KV cache has element type {other}; float and float16 are served."),
    };

    private static NodeMetadata Require(IReadOnlyDictionary<string, NodeMetadata> metadata, string name, string kind) =>
        metadata.TryGetValue(name, out NodeMetadata? node)
            ? node
            : throw new ModelFolderException($"The graph has no {kind} '{name}'.");
}
