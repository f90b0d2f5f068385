using System.Net;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.Publishing;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Tests.Directory;
using InferenceGateway.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Tests.Fleet;

/// <summary>A worker without an engine: it is in the directory, publishes what a test says, and answers for its blocks over HTTP.</summary>
internal sealed class FleetWorker : IAsyncDisposable
{
    private readonly WebApplication _app;
    private IWorkerRegistration? _registration;

    private FleetWorker(WebApplication app, string id, LogCollector log)
    {
        (_app, Id, Log) = (app, id, log);
    }

    public string Id { get; }

    public LogCollector Log { get; }

    public IWorkerPublisher Publisher { get; private set; } = null!;

    public WorkerState Load { get; set; }

    /// <summary>How often it was asked for its blocks.</summary>
    public int IndexReads { get; private set; }

    /// <summary>What it answers in place of its blocks; null answers properly.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public static async Task<FleetWorker> StartAsync(
        string connectionString, string id, long epoch = 1, params (string Option, string Value)[] options)
    {
        var log = new LogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddFleetPublishing(FleetGateway.Settings(connectionString, options));
        var worker = new FleetWorker(builder.Build(), id, log);
        await worker.StartAsync(epoch);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        if (_registration is not null)
        {
            await _registration.DisposeAsync();
        }

        await Publisher.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task StartAsync(long epoch)
    {
        _app.MapGet(IFleetPublisher.IndexPath, AnswerAsync);
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Publisher = _app.Services.GetRequiredService<IFleetPublisher>().Open(FleetGateway.Model, Id, epoch, () => Load);
        WorkerRecord record = DirectoryNode.Worker(Id, epoch, FleetGateway.Model) with { InternalUrl = address };
        _registration = await _app.Services.GetRequiredService<IWorkerDirectory>().RegisterAsync(record, CancellationToken.None);
    }

    private Task AnswerAsync(HttpContext context)
    {
        IndexReads++;
        return Answer?.Invoke(context) ?? Publisher.WriteIndexAsync(context.Response.BodyWriter, context.RequestAborted);
    }
}
