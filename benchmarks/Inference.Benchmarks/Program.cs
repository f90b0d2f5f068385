using System.Globalization;
using InferenceGateway.Inference.Benchmarks;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.PrefixCache;

// Usage: dotnet run -c Release --project benchmarks/Inference.Benchmarks [model folder] [threads] [rounds] [part of the rows' names]
string folder = args.ElementAtOrDefault(0) ?? "models/fable";
int threads = int.Parse(args.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
int rounds = int.Parse(args.ElementAtOrDefault(2) ?? "5", CultureInfo.InvariantCulture);
string only = args.ElementAtOrDefault(3) ?? "";
const int Past = 128;
const int Steps = 128;
const int Chunk = 128;
const int PromptTokens = 1024;

Console.WriteLine($"{folder}, {threads} thread(s), median of {rounds} rounds, past {Past}, {Steps} steps; tokens/s");
Console.WriteLine("| work | bare ONNX Runtime loop | engine | ratio (median of rounds, min to max) |");
Console.WriteLine("|---|---:|---:|---:|");
foreach (int rows in new[] { 1, 4, 16, 32 })
{
    using DecoderGraph bareGraph = DecoderGraph.Load(ModelConfigReader.Read(folder), threads);
    using BareLoop bare = new(bareGraph, rows, 2048);
    await using InferenceEngine engine = Start(rows);
    await CompareAsync($"decode, batch {rows}", () => Task.FromResult(bare.Decode(Past, Steps)), () => EngineLoop.DecodeAsync(engine, rows, Past, Steps));
}

{
    using DecoderGraph bareGraph = DecoderGraph.Load(ModelConfigReader.Read(folder), threads);
    using BareLoop bare = new(bareGraph, 1, 2048);
    await using InferenceEngine engine = Start(1);
    await CompareAsync($"prefill, {PromptTokens} tokens", () => Task.FromResult(bare.Prefill(PromptTokens, Chunk)), () => EngineLoop.PrefillAsync(engine, EngineLoop.Repeated(PromptTokens)));
}

Console.WriteLine();
Console.WriteLine("| work | engine without prefix cache | with | ratio (median of rounds, min to max) |");
Console.WriteLine("|---|---:|---:|---:|");
{
    await using InferenceEngine without = Start(1);
    await using InferenceEngine with = Start(1, cacheBytes: 256L << 20);
    Prompts prompts = new(PromptTokens);
    await CompareAsync(
        $"prefill, {PromptTokens} tokens never seen",
        () => EngineLoop.PrefillAsync(without, prompts.Fresh()),
        () => EngineLoop.PrefillAsync(with, prompts.Fresh()));
    await CompareAsync(
        $"prefill, {PromptTokens} tokens seen before",
        () => EngineLoop.PrefillAsync(without, prompts.Known),
        () => EngineLoop.PrefillAsync(with, prompts.Known));
}

InferenceEngine Start(int slots, long cacheBytes = 0) => new(
    DecoderGraph.Load(ModelConfigReader.Read(folder), threads),
    new EngineOptions { Slots = slots, Capacity = 2048, PrefillChunkTokens = Chunk, WaitingMax = 64, PrefixCacheBytes = cacheBytes },
    new SilentObserver(),
    new SilentObserver(),
    TimeProvider.System);

async Task CompareAsync(string name, Func<Task<double>> bare, Func<Task<double>> ours)
{
    if (!name.Contains(only, StringComparison.Ordinal))
    {
        return;
    }

    await bare();
    await ours();
    List<double> marks = [], figures = [], ratios = [];
    for (int round = 0; round < rounds; round++)
    {
        marks.Add(await bare());
        figures.Add(await ours());
        ratios.Add(figures[^1] / marks[^1]);
    }

    Console.WriteLine(
        $"| {name} | {Median(marks):F0} | {Median(figures):F0} | {Median(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2}) |");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

internal sealed class SilentObserver : IEngineObserver, IBlockObserver
{
    public void PrefillStep(int tokens, TimeSpan elapsed) { }

    public void DecodeStep(int sequences, TimeSpan elapsed) { }

    public void PrefixLookup(int asked, int found) { }

    public void Stored(BlockChange change) { }

    public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle) { }

    public void Reused(TimeSpan gap) { }
}
