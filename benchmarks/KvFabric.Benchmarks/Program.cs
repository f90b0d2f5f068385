using InferenceGateway.KvFabric.Benchmarks;

// Usage: KvFabric.Benchmarks [transfer [rounds [bytes per frame]] | prefix | fleet]; without words, all of them.
// Ratios of one run are what counts: machines differ, ratios much less.
var part = args.FirstOrDefault();
var numbers = args.Skip(1).Select(int.Parse).ToList();
if (part is null or "transfer")
{
    await TransferBenchmark.RunAsync(numbers.ElementAtOrDefault(0) is > 0 and var rounds ? rounds : 9, numbers.Count > 1 ? numbers[1] : null);
}

if (part is null or "prefix")
{
    PrefixBenchmark.Run();
}

if (part is null or "fleet")
{
    await FleetBenchmark.RunAsync();
}
