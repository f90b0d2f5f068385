using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Scheduling.Load;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Discovery.Engines;

/// <summary>
/// Looks at every engine's metrics again and again. What it read is the engine's state until it is too old; an engine that cannot be
/// asked several times in a row is left out until it answers.
/// </summary>
internal sealed partial class EngineScraper(
    EngineRegistry registry, WorkerLoads loads, IOptions<EnginesOptions> options, TimeProvider time, ILogger<EngineScraper> logger) : BackgroundService
{
    private readonly EnginesOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        await Task.WhenAll(registry.Engines.Where(engine => engine.Metrics is not null).Select(engine => WatchAsync(client, engine, stoppingToken)));
    }

    private async Task WatchAsync(HttpMessageInvoker client, Engine engine, CancellationToken stopping)
    {
        int failures = 0;
        using var timer = new PeriodicTimer(_options.ScrapeInterval, time);
        do
        {
            string? fault = await LookAsync(client, engine, stopping);
            failures = fault is null ? 0 : failures + 1;
            bool present = failures < _options.FailuresToLeave;
            if ((fault is null || !present) && registry.Set(engine, present))
            {
                Tell(engine.Record.Id, fault);
            }
        }
        while (await WaitAsync(timer, stopping));
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>What went wrong, or null.</returns>
    private async Task<string?> LookAsync(HttpMessageInvoker client, Engine engine, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(_options.ScrapeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, engine.Metrics);
            using HttpResponseMessage response = await client.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                return $"status {(int)response.StatusCode}";
            }

            byte[] text = await WorkerCall.ReadAsync(response.Content, Limits.EngineMetricsBytesMax, either.Token);
            if (EngineMetricsReader.Read(text, time.GetTimestamp()) is { } state)
            {
                loads.For(engine.Record.Id).Engine = state;
            }

            return null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? null : fault is OperationCanceledException ? "no answer in time" : fault.Message;
        }
    }

    private void Tell(string engine, string? fault)
    {
        if (fault is null)
        {
            LogReturned(engine);
        }
        else
        {
            LogAway(engine, fault);
        }
    }

    [LoggerMessage(EventId = 1030, Level = LogLevel.Warning, Message = "Engine {Engine} gets no requests until its metrics can be read: {Fault}")]
    private partial void LogAway(string engine, string fault);

    [LoggerMessage(EventId = 1031, Level = LogLevel.Information, Message = "Engine {Engine} can be read and gets requests")]
    private partial void LogReturned(string engine);
}
