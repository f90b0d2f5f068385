using System.Globalization;
using InferenceGateway.Inference.Benchmarks;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.PrefixCache;

// Usage: dotnet run -c Release --project benchmarks/Inference.Benchmarks [model folder, or llama-57m] [threads] [rounds] [part of the rows' names]
string model = args.ElementAtOrDefault(0) ?? "models/fable";
using GeneratedLlama? generated = model == GeneratedLlama.Name ? new GeneratedLlama() : null;
string folder = generated?.Folder ?? model;
int threads = int.Parse(args.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
int rounds = int.Parse(args.ElementAtOrDefault(2) ?? "5", CultureInfo.InvariantCulture);
string only = args.ElementAtOrDefault(3) ?? "";
const int Past = 128;
const int Chunk = 128;
const int PromptTokens = 1024;
int steps = generated is null ? 128 : 16;

Console.WriteLine($"{model}, {threads} thread(s), median of {rounds} rounds, past {Past}, {steps} steps; tokens/s");
Console.WriteLine("| work | bare ONNX Runtime loop | engine | ratio (median of rounds, min to max) |");
Console.WriteLine("|---|---:|---:|---:|");
foreach (int rows in new[] { 1, 4, 16, 32 })
{
    using DecoderGraph bareGraph = DecoderGraph.Load(ModelConfigReader.Read(folder), threads);
    using BareLoop bare = new(bareGraph, rows, 2048, Past);
    await using InferenceEngine engine = Start(rows);
    await CompareAsync($"decode, batch {rows}", () => Task.FromResult(bare.Decode(Past, steps)), () => EngineLoop.DecodeAsync(engine, rows, Past, steps));
}

{
    using DecoderGraph bareGraph = DecoderGraph.Load(ModelConfigReader.Read(folder), threads);
    using BareLoop bare = new(bareGraph, 1, 2048, Past);
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

if (generated is not null)
{
    Console.WriteLine();
    Console.WriteLine("| work | stream alone, tokens/s | beside a prompt of 1500 tokens | ratio (median of rounds, min to max) |");
    Console.WriteLine("|---|---:|---:|---:|");
    foreach (int chunk in new[] { Chunk, Chunk / 4 })
    {
        await using InferenceEngine engine = Start(2, chunk: chunk);
        await CompareAsync(
            $"one stream, prompt in chunks of {chunk}",
            () => EngineLoop.DecodeAsync(engine, 1, Past, steps),
            () => EngineLoop.DecodeBesideAsync(engine, Past, new Prompts(1500).Fresh()));
    }
}

InferenceEngine Start(int slots, long cacheBytes = 0, int chunk = Chunk) => new(
    DecoderGraph.Load(ModelConfigReader.Read(folder), threads),
    new EngineOptions { Slots = slots, Capacity = 2048, PrefillChunkTokens = chunk, WaitingMax = 64, PrefixCacheBytes = cacheBytes },
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
