using System.Diagnostics;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Benchmarks;

/// <summary>KV transfer against a raw socket copy of the same bytes, both on loopback in this process, rounds in turn.</summary>
internal static class TransferBenchmark
{
    private const string ModelHash = "00000000000000000000000000000000";

    private const int WarmUpRounds = 5;

    private static readonly (string Name, KvLayout Layout)[] Shapes =
    [
        ("30 layers, 3 heads of 64, float32", new KvLayout(ModelHash, KvElementType.Float32, 30, 3, 64)),
        ("32 layers, 8 heads of 128, float16", new KvLayout(ModelHash, KvElementType.Float16, 32, 8, 128)),
    ];

    public static async Task RunAsync(int rounds, int? frameBytes)
    {
        var reservation = new OneReservation();
        var settings = new Dictionary<string, string?>
        {
            ["KvListener:WorkerId"] = "receiver",
            ["KvListener:Port"] = "0",
            ["KvClient:WorkerId"] = "sender",
            ["KvClient:FrameBytes"] = frameBytes?.ToString(),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IKvReservations>(reservation);
        await using var provider = services.AddKvListener(configuration).AddKvTransferClient(configuration).BuildServiceProvider();
        var listener = provider.GetServices<IHostedService>().Single();
        await listener.StartAsync(CancellationToken.None);

        Console.WriteLine($"KV transfer and raw copy, loopback, median of {rounds} rounds");
        Console.WriteLine($"{"shape",-36} {"tokens",7} {"MiB",7} {"raw MiB/s",10} {"KV MiB/s",10} {"ratio",6}");
        foreach (var (name, layout) in Shapes)
        {
            foreach (var tokens in new[] { 64, 256, 1024, 2048 })
            {
                await MeasureAsync(provider, reservation, name, layout, tokens, rounds);
            }
        }

        await listener.StopAsync(CancellationToken.None);
    }

    private static async Task MeasureAsync(
        ServiceProvider provider, OneReservation reservation, string name, KvLayout layout, int tokens, int rounds)
    {
        var source = new MemoryRows(layout, tokens);
        var destination = reservation.Rows = new MemoryRows(layout, tokens);
        new Random(1).NextBytes(source.Bytes);
        using var raw = await RawCopy.StartAsync();
        var client = provider.GetRequiredService<IKvTransferClient>();
        var endpoint = provider.GetRequiredService<IKvListener>().Endpoint!.ToString();
        var (rawTimes, kvTimes) = (new List<double>(), new List<double>());
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var rawTime = await TimeAsync(() => raw.RunAsync(source.Bytes, destination.Bytes));
            Array.Clear(destination.Bytes);
            var kvTime = await TimeAsync(() => PushAsync(client, endpoint, source, tokens));
            if (!source.Bytes.AsSpan().SequenceEqual(destination.Bytes))
            {
                throw new InvalidOperationException("the rows did not arrive as they were");
            }

            // The first rounds warm up.
            if (round >= 0)
            {
                rawTimes.Add(rawTime);
                kvTimes.Add(kvTime);
            }
        }

        var mebibytes = source.Bytes.Length / 1048576.0;
        var (rawRate, kvRate) = (mebibytes / Median(rawTimes), mebibytes / Median(kvTimes));
        Console.WriteLine($"{name,-36} {tokens,7} {mebibytes,7:0.0} {rawRate,10:0} {kvRate,10:0} {kvRate / rawRate,6:0.00}");
    }

    private static async Task PushAsync(IKvTransferClient client, string endpoint, MemoryRows rows, int tokens)
    {
        var ticket = new KvTicket
        {
            WorkerId = "receiver",
            Epoch = 1,
            Slot = 0,
            Nonce = Guid.NewGuid(),
            RequestId = "benchmark",
            Deadline = DateTimeOffset.MaxValue,
        };
        await using var push = await client.OpenAsync(endpoint, ticket, rows.Layout, tokens, CancellationToken.None);
        await push.PushAsync(rows, 0, tokens, CancellationToken.None);
        await push.CompleteAsync(ReadOnlyMemory<byte>.Empty, CancellationToken.None);
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
