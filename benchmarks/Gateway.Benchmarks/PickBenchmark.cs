using System.Diagnostics;
using System.Globalization;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Benchmarks;

/// <summary>One choice among 1,000 workers for a prompt of 8,192 blocks, for every profile; the look-up of prefixes included.</summary>
internal static class PickBenchmark
{
    private const int Workers = 1000;
    private const int Blocks = 8192;
    private const int Prompts = 16;
    private const int Rounds = 4000;
    private const double BudgetMicroseconds = 200;

    public static int Run()
    {
        Console.WriteLine($"One pick, {Workers} workers, {Blocks} blocks, {Prompts} prompts in turn, microseconds");
        Console.WriteLine($"{"profile",-32} {"p50",7} {"p99",7} {"max",7} {"bytes/pick",11}");
        bool kept = true;
        foreach (string profile in (string[])["default", "random", "round-robin", "least-request", "dynamo-cost", "llm-d-default", "sglang-cache-aware"])
        {
            kept &= Measure(profile, profile) || profile != "default";
        }

        WebApplication gateway = GatewayApp.Create([], builder => builder.Services.AddSingleton<IWorkerView>(new Parts.NoWorkers()));
        kept &= Measure("default, decisions kept", "default", gateway.Services.GetRequiredService<IDecisionObserver>());
        Console.WriteLine($"p99 of {BudgetMicroseconds} microseconds by the default profile: {(kept ? "kept" : "MISSED")}");
        return kept ? 0 : 1;
    }

    private static bool Measure(string name, string profile, IDecisionObserver? observer = null)
    {
        var loads = new WorkerLoads(TimeProvider.System);
        WorkerEndpoint[] workers = [.. Enumerable.Range(0, Workers).Select(i => WorkerEndpoint.TryCreate(Record(i), loads)!)];
        Load(workers);
        using var prefixes = new IndexedPrefixes(Prompts, workers);
        Scheduler scheduler = new SchedulerBuilder { Random = new RandomSource(1), Prefixes = prefixes, Observer = observer }.Build(profile);
        var times = new double[Rounds];
        long before = 0;
        for (int i = -Rounds; i < Rounds; i++)
        {
            before = i == 0 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Placement placement = prefixes.Request(i & (Prompts - 1));
            long started = Stopwatch.GetTimestamp();
            scheduler.Pick(workers, placement, 2);
            times[Math.Max(0, i)] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Array.Sort(times);
        double p99 = times[(int)(Rounds * 0.99)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {times[Rounds / 2],7:F1} {p99,7:F1} {times[^1],7:F1} {bytes,11}"));
        return p99 <= BudgetMicroseconds;
    }

    private static void Load(WorkerEndpoint[] workers)
    {
        var random = new Random(2);
        foreach (WorkerEndpoint worker in workers)
        {
            for (int i = random.Next(8); i > 0; i--)
            {
                worker.Load.Take(random.Next(4000), random.Next(8000));
            }
        }
    }

    private static WorkerRecord Record(int i) => new()
    {
        Id = $"decode-{i}",
        Role = WorkerRole.Decode,
        Model = "bench",
        ApiUrl = "http://127.0.0.1:1",
        InternalUrl = "http://127.0.0.1:1",
        KvEndpoint = "127.0.0.1:1",
        Epoch = 1,
        Slots = 64,
        ContextLength = 131072,
        ModelHash = "",
    };

    /// <summary>64 blocks of every prompt on all workers, one worker in ten deeper: a system prompt, and conversations under way.</summary>
    private sealed class IndexedPrefixes : IPrefixSource, IDisposable
    {
        private const int Common = 64;

        private readonly PrefixIndex _index = new();
        private readonly BlockKey[][] _prompts;

        public IndexedPrefixes(int prompts, WorkerEndpoint[] workers)
        {
            var random = new Random(1);
            _prompts = [.. Enumerable.Range(1, prompts).Select(prompt => Prompt(random, prompt))];
            foreach (WorkerEndpoint worker in workers)
            {
                foreach (BlockKey[] prompt in _prompts)
                {
                    int depth = random.Next(10) == 0 ? random.Next(Common, Blocks) : Common;
                    _index.Add(worker.Load.Ordinal, null, prompt.AsSpan(0, depth));
                }
            }
        }

        public Placement Request(int prompt) => new()
        {
            RequestId = "request",
            Model = "bench",
            Role = WorkerRole.Decode,
            Keys = _prompts[prompt],
            PromptTokens = Blocks * 32,
            AnswerTokens = 256,
        };

        public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths)
        {
            Span<int> numbers = stackalloc int[workers.Length];
            for (int i = 0; i < workers.Length; i++)
            {
                numbers[i] = workers[i].Load.Ordinal;
            }

            _index.Match(keys, numbers, depths);
        }

        public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys)
        {
        }

        public void Dispose() => _index.Dispose();

        private static BlockKey[] Prompt(Random random, int prompt) =>
            [.. Enumerable.Range(0, Blocks).Select(i => new BlockKey((ulong)(i < Common ? 0 : prompt), i < Common ? (ulong)i : (ulong)random.NextInt64()))];
    }
}
