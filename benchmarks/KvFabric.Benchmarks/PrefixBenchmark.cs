using System.Diagnostics;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Benchmarks;

/// <summary>One look-up for a prompt of 8,192 blocks among 1,000 workers, in an index filled with other prompts.</summary>
internal static class PrefixBenchmark
{
    private const int Workers = 1000;
    private const int Blocks = 8192;
    private const int Prompts = 16;
    private const int OtherPrompts = 1000;
    private const int Queries = 4000;

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine($"Prefix look-up, {Blocks} blocks, {Workers} workers, {Prompts} prompts in turn, microseconds");
        Console.WriteLine($"{"depths of the workers",-44} {"blocks",9} {"p50",7} {"p99",7} {"max",7} {"bytes/look-up",14}");
        Measure("64 common blocks, one in ten workers deeper", (random, worker) => worker % 10 == 0 ? random.Next(64, Blocks + 1) : 64);
        Measure("every worker another depth (worst case)", (random, _) => random.Next(0, Blocks + 1));
        Measure("every worker all of it", (_, _) => Blocks);
    }

    private static void Measure(string name, Func<Random, int, int> depth)
    {
        using var index = new PrefixIndex();
        var random = new Random(1);
        int[] workers = [.. Enumerable.Range(0, Workers)];
        var prompts = Enumerable.Range(0, Prompts).Select(_ => Chain(random, Blocks)).ToArray();
        foreach (var prompt in prompts)
        {
            foreach (var worker in workers)
            {
                index.Add(worker, null, prompt.AsSpan(0, depth(random, worker)));
            }
        }

        for (var other = 0; other < OtherPrompts; other++)
        {
            index.Add(random.Next(Workers), null, Chain(random, 1024));
        }

        Report(name, index, prompts, workers);
    }

    private static void Report(string name, PrefixIndex index, BlockKey[][] prompts, int[] workers)
    {
        var depths = new int[Workers];
        var times = new double[Queries];
        for (var query = 0; query < Queries; query++)
        {
            index.Match(prompts[query % Prompts], workers, depths);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var query = 0; query < Queries; query++)
        {
            var start = Stopwatch.GetTimestamp();
            index.Match(prompts[query % Prompts], workers, depths);
            times[query] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        Console.WriteLine(
            $"{name,-44} {index.Blocks,9} {times[Queries / 2],7:0.0} {times[Queries * 99 / 100],7:0.0} {times[^1],7:0.0} {allocated / Queries,14}");
    }

    private static BlockKey[] Chain(Random random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => new BlockKey((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
}
