using InferenceGateway.KvFabric.Benchmarks;

// Usage: KvFabric.Benchmarks [rounds [bytes per frame]]. Ratios of one run are what counts: machines differ, ratios much less.
var numbers = args.Select(int.Parse).ToList();
await TransferBenchmark.RunAsync(numbers.ElementAtOrDefault(0) is > 0 and var rounds ? rounds : 9, numbers.Count > 1 ? numbers[1] : null);
