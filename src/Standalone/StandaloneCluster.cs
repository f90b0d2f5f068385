using InferenceGateway.Contracts.Workers;
using InferenceGateway.EmbeddedRedis;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.Serving.Hosting;

namespace InferenceGateway.Standalone;

/// <summary>
/// Gateway, workers and directory in one process, over real loopback sockets. It composes the very applications that the three programs
/// run; it adds nothing to them but where they find each other. Stopping goes against the stream: gateway first, directory last.
/// </summary>
public sealed class StandaloneCluster : IAsyncDisposable
{
    private readonly RespServer _redis;
    private readonly List<WebApplication> _workers = [];

    private StandaloneCluster(RespServer redis, WebApplication gateway, IEnumerable<WebApplication> workers)
    {
        _redis = redis;
        Gateway = gateway;
        _workers.AddRange(workers);
    }

    /// <summary>The gateway.</summary>
    public WebApplication Gateway { get; }

    /// <summary>The workers, prefill workers first.</summary>
    public IReadOnlyList<WebApplication> Workers => _workers;

    /// <summary>Address of the embedded directory.</summary>
    public string Redis => _redis.ConnectionString;

    /// <summary>Builds all parts without starting them.</summary>
    /// <param name="options">How many workers.</param>
    /// <param name="args">Command line, given to every part.</param>
    /// <param name="configure">Adds to every part's configuration and services, for tests.</param>
    public static StandaloneCluster Create(StandaloneOptions options, string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        RespServer redis = RespServer.Start();
        try
        {
            int workers = Math.Max(1, options.PrefillWorkers + options.DecodeWorkers);
            Part part = new(redis.ConnectionString, Math.Max(1, Environment.ProcessorCount / workers), args, configure);
            List<WebApplication> built = BuildAll(options, part);
            return new StandaloneCluster(redis, built[0], built.Skip(1));
        }
        catch
        {
            redis.Dispose();
            throw;
        }
    }

    /// <summary>Builds every part before failing, so that the faults of all of them are told together.</summary>
    private static List<WebApplication> BuildAll(StandaloneOptions options, Part part)
    {
        List<Exception> faults = [];
        if (options.Fault() is { } fault)
        {
            // The other faults are found with one worker per pool.
            faults.Add(fault);
            options = new StandaloneOptions();
        }

        List<WebApplication> built = [];
        Try(part.Gateway);
        for (int number = 1; number <= options.PrefillWorkers; number++)
        {
            Try(() => part.Worker(WorkerRole.Prefill, number));
        }

        for (int number = 1; number <= options.DecodeWorkers; number++)
        {
            Try(() => part.Worker(WorkerRole.Decode, number));
        }

        return faults.Count == 0 ? built : throw new AggregateException(faults);

        void Try(Func<WebApplication> build)
        {
            try
            {
                built.Add(build());
            }
            catch (Exception fault) when (HostRunner.StartFaults(fault) is not null)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>Starts all parts and waits until the gateway sees every worker.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_workers.Select(worker => worker.StartAsync(cancellation)));
        await Gateway.StartAsync(cancellation);
        await Gateway.Services.GetRequiredService<IWorkerView>()
            .WaitForAsync(snapshot => snapshot.Workers.Count == _workers.Count, cancellation);
    }

    /// <summary>Stops the gateway, then the workers, then the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await Gateway.StopAsync();
        await Task.WhenAll(_workers.Select(worker => worker.StopAsync()));
        await Gateway.DisposeAsync();
        foreach (WebApplication worker in _workers)
        {
            await worker.DisposeAsync();
        }

        _redis.Dispose();
    }

    /// <summary>What every part is told by this program.</summary>
    private sealed record Part(string Redis, int Threads, string[] Args, Action<WebApplicationBuilder>? Extra)
    {
        public WebApplication Gateway() => GatewayApp.Create(Args, builder =>
        {
            Configure(builder, []);
            builder.Services.AddFleetView(builder.Configuration);
        });

        public WebApplication Worker(WorkerRole role, int number) => WorkerApp.Create(role, Args, builder =>
        {
            Dictionary<string, string?> settings = new()
            {
                ["Worker:Id"] = $"{role.ToString().ToLowerInvariant()}-{number}",
                ["Worker:Threads"] = builder.Configuration["Worker:Threads"] ?? Threads.ToString(),
            };
            if (number > 1)
            {
                settings["Worker:ApiPort"] = "0";
                settings["Worker:InternalPort"] = "0";
                settings["KvListener:Port"] = "0";
            }

            Configure(builder, settings);
        });

        private void Configure(WebApplicationBuilder builder, Dictionary<string, string?> settings)
        {
            settings["Directory:ConnectionString"] = Redis;
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<IHostLifetime, ChildLifetime>();
            Extra?.Invoke(builder);
        }
    }
}
