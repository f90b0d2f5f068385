using System.Globalization;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Standalone;
using InferenceGateway.Standalone.Benchmarks;
using Microsoft.Extensions.DependencyInjection;

// Usage: dotnet run -c Release --project benchmarks/Standalone.Benchmarks [rounds]
// Split and unsplit requests over the standalone program's parts, in turn, in one run: time to first token and between tokens.
int rounds = int.Parse(args.ElementAtOrDefault(0) ?? "5", CultureInfo.InvariantCulture);
await using StandaloneCluster split = await StartAsync("Require");
await using StandaloneCluster unsplit = await StartAsync("Never");
using StreamClient toSplit = Client(split);
using StreamClient toUnsplit = Client(unsplit);

Console.WriteLine($"median of {rounds} rounds; ms");
Console.WriteLine("| streams | prompt | | split | unsplit | ratio |");
Console.WriteLine("|---:|---:|---|---:|---:|---:|");
foreach ((int streams, int prompt) in new[] { (1, 64), (1, 512), (1, 1500), (16, 64), (16, 512) })
{
    await CompareAsync(streams, prompt);
}

await MixedAsync();

async Task CompareAsync(int streams, int prompt)
{
    await RoundAsync(toSplit, streams, prompt, 0);
    await RoundAsync(toUnsplit, streams, prompt, 0);
    List<StreamFigures> a = [], b = [];
    for (int round = 1; round <= rounds; round++)
    {
        a.AddRange(await RoundAsync(toSplit, streams, prompt, round));
        b.AddRange(await RoundAsync(toUnsplit, streams, prompt, round));
    }

    Row(streams, prompt, "time to first token, median", Quantile(a.Select(run => run.TimeToFirstTokenMs), 0.5), Quantile(b.Select(run => run.TimeToFirstTokenMs), 0.5));
    Row(streams, prompt, "per token after the first, median", Quantile(a.Select(PerToken), 0.5), Quantile(b.Select(PerToken), 0.5));
    Row(streams, prompt, "between tokens, p99", Quantile(a.SelectMany(run => run.InterTokenMs), 0.99), Quantile(b.SelectMany(run => run.InterTokenMs), 0.99));
}

// Eight streams run while a prompt of 1,500 tokens arrives again and again.
async Task MixedAsync()
{
    List<double> a = [], b = [];
    for (int round = 0; round <= rounds; round++)
    {
        IEnumerable<double> one = await DisturbedAsync(toSplit, round);
        IEnumerable<double> two = await DisturbedAsync(toUnsplit, round);
        if (round > 0)
        {
            a.AddRange(one);
            b.AddRange(two);
        }
    }

    Row(8, 1500, "between tokens, p99, while long prompts arrive", Quantile(a, 0.99), Quantile(b, 0.99));
}

static async Task<IEnumerable<double>> DisturbedAsync(StreamClient client, int round)
{
    Task<StreamFigures[]> streams = Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.RunAsync(Workload.Body(64, 256, (round * 100) + i))));
    for (int prompt = 0; !streams.IsCompleted; prompt++)
    {
        await client.RunAsync(Workload.Body(1500, 1, (round * 1000) + prompt));
    }

    return (await streams).SelectMany(run => run.InterTokenMs);
}

// The default model draws a token in half a millisecond, so several often arrive in one read: a mean says more than a median of gaps.
static double PerToken(StreamFigures run) => run.InterTokenMs.Average();

static Task<StreamFigures[]> RoundAsync(StreamClient client, int streams, int prompt, int round) =>
    Task.WhenAll(Enumerable.Range(0, streams).Select(i => client.RunAsync(Workload.Body(prompt, 64, (round * 100) + i))));

static void Row(int streams, int prompt, string what, double a, double b) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {streams} | {prompt} | {what} | {a:F2} | {b:F2} | {a / b:F2} |"));

static double Quantile(IEnumerable<double> values, double quantile)
{
    double[] sorted = [.. values.Order()];
    return sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}

static async Task<StandaloneCluster> StartAsync(string policy)
{
    string[] settings =
    [
        "--Gateway:Api:Port=0", "--Gateway:Management:Port=0", "--Worker:ApiPort=0", "--Worker:InternalPort=0", "--KvListener:Port=0",
        $"--Gateway:Disaggregation:Policy={policy}", "--Logging:LogLevel:Default=Warning", "--Worker:PrefixCacheMiB=0",
    ];
    StandaloneCluster cluster = StandaloneCluster.Create(new StandaloneOptions(), settings);
    await cluster.StartAsync(CancellationToken.None);
    return cluster;
}

static StreamClient Client(StandaloneCluster cluster) =>
    new(new Uri($"http://{cluster.Gateway.Services.GetRequiredService<GatewayListeners>().Api}"));
