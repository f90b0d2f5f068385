using InferenceGateway.Inference.ChatTemplates;
using InferenceGateway.Inference.Devices;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.Inference.Tokenization;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Serving.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Serving.Generating;

/// <summary>Registers the model, its engine and its text side.</summary>
internal static class GeneratingRegistration
{
    public static void AddGenerating(this IServiceCollection services)
    {
        services.AddSingleton(LoadGraph);
        services.AddSingleton(LoadModel);
        services.AddSingleton(StartEngine);
        services.AddSingleton<LocalStarter>();
    }

    private static DecoderGraph LoadGraph(IServiceProvider provider)
    {
        WorkerOptions options = Options(provider);
        string folder = ModelLocator.Find(options.Model) ?? throw new ModelFolderException($"There is no model folder '{options.Model}'.");
        ModelConfig config = ModelConfigReader.Read(folder);
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        return options.ContextLength <= config.ContextLength
            ? DecoderGraph.Load(config, threads, ExecutionDevices.Named(options.Device, options.DeviceId))
            : throw new ModelFolderException(
                $"Worker:ContextLength is {options.ContextLength}; the model in '{folder}' has a context of {config.ContextLength} tokens.");
    }

    private static ServedModel LoadModel(IServiceProvider provider)
    {
        WorkerOptions options = Options(provider);
        DecoderGraph graph = provider.GetRequiredService<DecoderGraph>();
        string folder = graph.Config.Folder;
        return new ServedModel(
            options.ModelName.Length > 0 ? options.ModelName : Path.GetFileName(folder),
            graph.Config,
            graph.Layout.ModelHash,
            graph.VocabularySize,
            Capacity(options, graph),
            TokenizerLoader.Load(folder),
            ChatTemplateLoader.Load(folder),
            provider.GetRequiredService<TimeProvider>());
    }

    private static InferenceEngine StartEngine(IServiceProvider provider)
    {
        WorkerOptions options = Options(provider);
        DecoderGraph graph = provider.GetRequiredService<DecoderGraph>();
        WorkerMetrics metrics = provider.GetRequiredService<WorkerMetrics>();
        EngineOptions sizes = new()
        {
            Slots = options.Slots,
            Capacity = Capacity(options, graph),
            PrefillChunkTokens = options.PrefillChunkTokens,
            WaitingMax = options.WaitingMax,
            PrefixCacheBytes = PrefixCacheBytes(options, graph),
        };
        InferenceEngine engine = new(graph, sizes, metrics, provider.GetRequiredService<IBlockObserver>(), provider.GetRequiredService<TimeProvider>());
        metrics.Observe(engine);
        return engine;
    }

    private static long PrefixCacheBytes(WorkerOptions options, DecoderGraph graph)
    {
        long bytes = (long)options.PrefixCacheMiB << 20;
        long block = (long)BlockChain.BlockTokensDefault * graph.Layout.TokenBytes;
        return bytes == 0 || bytes >= block
            ? bytes
            : throw new ModelFolderException(
                $"Worker:PrefixCacheMiB is {options.PrefixCacheMiB}; one block of the model in '{graph.Config.Folder}' takes {block} bytes. 0 switches the cache off.");
    }

    private static int Capacity(WorkerOptions options, DecoderGraph graph) =>
        options.ContextLength > 0 ? options.ContextLength : graph.Config.ContextLength;

    private static WorkerOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<WorkerOptions>>().Value;
}
