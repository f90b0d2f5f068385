using System.Diagnostics;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Benchmarks;

/// <summary>What a mirror costs: memory per block, time per block taken in, and what a request pays.</summary>
internal static class FleetBenchmark
{
    private const int Blocks = 1_000_000;
    private const int PromptBlocks = 500;
    private const int Workers = 64;
    private const int Fleet = 1000;
    private const int Requests = 5000;

    public static async Task RunAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"Mirror of {Blocks} blocks in prompts of {PromptBlocks}");
        Console.WriteLine($"{"holders of a block",-24} {"bytes/block",12} {"ns/block added",15} {"ns/block removed",17}");
        Fill(holders: 1);
        Fill(holders: 3);
        Fill(holders: 32);
        await RequestAsync();
    }

    private static void Fill(int holders)
    {
        var prompts = Enumerable.Range(0, Blocks / PromptBlocks).Select(seed => Chain(seed, PromptBlocks)).ToArray();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var index = new PrefixIndex();
        long start = Stopwatch.GetTimestamp();
        for (int prompt = 0; prompt < prompts.Length; prompt++)
        {
            for (int holder = 0; holder < holders; holder++)
            {
                index.Add((prompt + holder) % Workers, null, prompts[prompt]);
            }
        }

        double added = Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)Blocks * holders);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        start = Stopwatch.GetTimestamp();
        for (int worker = 0; worker < Workers; worker++)
        {
            index.Clear(worker);
        }

        double removed = Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)Blocks * holders);
        Console.WriteLine($"{holders,-24} {(double)bytes / Blocks,12:0.0} {added,15:0} {removed,17:0}");
        GC.KeepAlive(prompts);
    }

    // No Redis: nothing that a request asks for needs it.
    private static async Task RequestAsync()
    {
        var settings = new Dictionary<string, string?> { ["Directory:ConnectionString"] = "127.0.0.1:1" };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IWorkerView>(new ManyWorkers(Fleet));
        services.AddFleetView(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        await using var provider = services.BuildServiceProvider();
        var mirror = provider.GetServices<IHostedService>().Single(service => service.GetType().Name == "FleetMirror");
        await mirror.StartAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Console.WriteLine();
        Console.WriteLine($"What one request asks of the mirror, {Fleet} workers, prompts of {PromptBlocks} blocks");
        Console.WriteLine($"{"",-44} {"ns/request",11} {"bytes/request",14}");
        Report(provider);
        await mirror.StopAsync(CancellationToken.None);
    }

    private static void Report(ServiceProvider provider)
    {
        var prefixes = provider.GetRequiredService<IPrefixView>();
        var inFlight = provider.GetRequiredService<IFleetInFlight>();
        var numbers = provider.GetRequiredService<WorkerNumbers>();
        int[] workers = [.. Enumerable.Range(0, Fleet).Select(n => numbers.Of(ManyWorkers.IdOf(n)))];
        var prompts = Enumerable.Range(0, 64).Select(seed => Chain(seed, PromptBlocks)).ToArray();
        var depths = new int[Fleet];
        Time("in-flight load told three times", request =>
        {
            inFlight.Report(workers[request % Fleet], new InFlightLoad(1, 1000, 0));
            inFlight.Report(workers[request % Fleet], new InFlightLoad(1, 0, 1000));
            inFlight.Report(workers[request % Fleet], default);
        });
        Time("in-flight load of others asked of all", _ =>
        {
            foreach (int worker in workers)
            {
                inFlight.Others(worker);
            }
        });
        Time("prompt expected at a worker", request => prefixes.Expect(ManyWorkers.Model, workers[request % Fleet], prompts[request % 64]));
        Time("look-up while 2,000 prompts are expected", request => prefixes.Match(ManyWorkers.Model, prompts[request % 64], workers, depths));
        Console.WriteLine($"{"",-44} deepest: {depths.Max()}");
    }

    private static void Time(string what, Action<int> act)
    {
        for (int request = 0; request < Requests; request++)
        {
            act(request);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int request = 0; request < Requests; request++)
        {
            act(request);
        }

        double each = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Requests;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"{what,-44} {each,11:0} {(double)allocated / Requests,14:0.0}");
    }

    private static BlockKey[] Chain(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new BlockKey((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
    }

    /// <summary>A directory that never changes; its workers have no address, so nobody asks them for their blocks.</summary>
    private sealed class ManyWorkers(int count) : IWorkerView
    {
        public const string Model = "benchmark";

        public WorkerSnapshot Current { get; } = new(1, [.. Enumerable.Range(0, count).Select(Record)]);

        public static string IdOf(int worker) => $"worker-{worker}";

        public Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation) =>
            new TaskCompletionSource<WorkerSnapshot>().Task.WaitAsync(cancellation);

        private static WorkerRecord Record(int worker) => new()
        {
            Id = IdOf(worker),
            Role = WorkerRole.Decode,
            Model = Model,
            ApiUrl = "",
            InternalUrl = "",
            KvEndpoint = "",
            Epoch = 1,
            Slots = 1,
            ContextLength = 1,
            ModelHash = "",
        };
    }
}
