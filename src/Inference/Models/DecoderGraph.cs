using InferenceGateway.Inference.Devices;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Models;

/// <summary>A loaded graph and what the file and the session's metadata say about it.</summary>
public sealed class DecoderGraph : IDisposable
{
    private readonly IExecutionDevice _device;

    private DecoderGraph(ModelConfig config, IExecutionDevice device, GraphFile file, InferenceSession session)
    {
        _device = device;
        GraphInspector inspector = new(config, session);
        Config = config;
        Session = session;
        Inputs = inspector.Inputs();
        VocabularySize = inspector.Vocabulary();
        (KvElementType type, int layers, int heads, int headSize) = inspector.Kv();
        inspector.RequireNoOthers(layers);
        AppendsInPlace = file.AppendsInPlace(config.Names, layers);
        Layout = new KvLayout(ModelHash.Compute(config.Folder, Files(config, file)), type, layers, heads, headSize);
    }

    /// <summary>The folder's configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The ONNX Runtime session; one loop thread uses it at a time.</summary>
    public InferenceSession Session { get; }

    /// <summary>Which optional inputs the graph has.</summary>
    public DecoderInputs Inputs { get; }

    /// <summary>Shape of one token's KV rows.</summary>
    public KvLayout Layout { get; }

    /// <summary>Width of the logits.</summary>
    public int VocabularySize { get; }

    /// <summary>Whether new KV rows are written into the memory that holds the old ones, as GroupQueryAttention does.</summary>
    public bool AppendsInPlace { get; }

    internal bool DeviceCopiesInputs => _device.CopiesInputs;

    /// <summary>Loads the graph and checks every input and output that the engine will bind.</summary>
    /// <param name="config">The folder's configuration.</param>
    /// <param name="threads">Threads of one Run.</param>
    /// <param name="device">Where it runs; the host's processors if none is named.</param>
    /// <exception cref="ModelFolderException">The folder cannot be served; the message names the file, input or output.</exception>
    public static DecoderGraph Load(ModelConfig config, int threads, IExecutionDevice? device = null)
    {
        device ??= CpuDevice.Instance;
        GraphFile file = GraphFile.Read(config.GraphPath);
        RequireFiles(config, file);
        InferenceSession session = Open(config, threads, device);
        try
        {
            return new DecoderGraph(config, device, file, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    internal IKvMemory Allocate(long bytes) => _device.Allocate(Session, bytes);

    private static void RequireFiles(ModelConfig config, GraphFile file)
    {
        if (ExternalPaths(config, file).FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new ModelFolderException($"The graph '{config.GraphPath}' keeps weights in '{missing}', which does not exist.");
        }
    }

    private static IEnumerable<string> ExternalPaths(ModelConfig config, GraphFile file) =>
        file.ExternalFiles.Select(name => Path.Combine(Path.GetDirectoryName(config.GraphPath)!, name));

    private static IEnumerable<string> Files(ModelConfig config, GraphFile file)
    {
        string tokenizer = Path.Combine(config.Folder, "tokenizer.json");
        IEnumerable<string> weights = ExternalPaths(config, file).Append(config.GraphPath);
        return File.Exists(tokenizer) ? weights.Append(tokenizer) : weights;
    }

    private static InferenceSession Open(ModelConfig config, int threads, IExecutionDevice device)
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
        device.Configure(options);
        try
        {
            return new InferenceSession(config.GraphPath, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelFolderException($"ONNX Runtime cannot load '{config.GraphPath}': {fault.Message}", fault);
        }
    }
}
