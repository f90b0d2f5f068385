using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Forwarding.Dialects;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Models.Routes;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Mirroring;

/// <summary>
/// Gives copies of a share of the requests to another model, and throws the answers away. A copy never delays its request: when too many are
/// on their way, further ones are left out and counted.
/// </summary>
internal sealed partial class RequestMirror(
    ModelCatalog catalog,
    Scheduler scheduler,
    LatencyPredictor predictor,
    WorkerClient client,
    EngineRegistry engines,
    MirrorMetrics metrics,
    TimeProvider time,
    ILogger<RequestMirror> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Sends a copy if the route wants one of this request.</summary>
    /// <param name="mirror">The route's wish, or null.</param>
    /// <param name="request">The request; its body is copied before this returns.</param>
    /// <param name="path">Of the API.</param>
    /// <param name="requestId">Its id; the copy's is that with <c>-mirror</c> behind it.</param>
    public void Offer(MirrorPolicy? mirror, in PlannedRequest request, string path, string requestId)
    {
        if (mirror is null || Random.Shared.NextDouble() >= mirror.Share)
        {
            return;
        }

        if (catalog.Find(mirror.Model) is not { } pool || Pick(pool) is not { } worker)
        {
            metrics.Count(mirror.Model, "unavailable");
            return;
        }

        if (!TryRun(CopyOf(request, worker, pool, path, requestId + "-mirror")))
        {
            metrics.Count(mirror.Model, "dropped");
        }
    }

    // The mirror's cache tells tenants apart as the model's own does.
    private Copy CopyOf(in PlannedRequest request, WorkerEndpoint worker, ModelPool pool, string path, string requestId)
    {
        byte[] body = ForwardPlan.Replace(request.Body.Span, request.Head.ModelPlace, JsonText.Quoted(pool.Name));
        bool inBody = request.TenantSalt.Length > 0 && EngineDialects.ReadsSaltInBody(worker.Dialect);
        return new Copy(
            worker,
            pool,
            path,
            requestId,
            ForwardPlan.Salted(body, inBody ? request.Head.CacheSalt : ""),
            worker.Dialect == EngineDialect.Native ? request.TenantSalt : "",
            predictor.TokensOf(pool.Model, request.Head.PromptBytes));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private WorkerEndpoint? Pick(ModelPool pool)
    {
        Picks picks = scheduler.Pick(pool.Workers, new Placement { Model = pool.Model, Role = WorkerRole.Decode, Adapter = pool.Adapter }, 1);
        return picks.IsEmpty ? null : picks.Workers[0].Worker;
    }

    private bool TryRun(Copy copy)
    {
        lock (_gate)
        {
            if (_running.Count >= Limits.MirrorsInFlightMax || _stopping.IsCancellationRequested)
            {
                return false;
            }

            Task run = Task.Run(() => SendAsync(copy));
            _running.Add(run);
            _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return true;
        }
    }

    private void Forget(Task run)
    {
        lock (_gate)
        {
            _running.Remove(run);
        }
    }

    private async Task SendAsync(Copy copy)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(Limits.MirrorSecondsMax), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        using LoadLease load = copy.Worker.Load.Take(0, copy.Tokens);
        try
        {
            using HttpRequestMessage request = WorkerCall.Post(
                copy.Worker.Destination + copy.Path, copy.RequestId, copy.Body, engines.KeyOf(copy.Worker.Id));
            if (copy.SaltHeader.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(HeaderNames.TenantSalt, copy.SaltHeader);
            }

            using HttpResponseMessage response = await client.Invoker.SendAsync(request, either.Token);
            await response.Content.CopyToAsync(Stream.Null, either.Token);
            metrics.Count(copy.Pool.Name, response.IsSuccessStatusCode ? "success" : "error");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            metrics.Count(copy.Pool.Name, "error");
            LogFailed(copy.RequestId, copy.Worker.Id, fault.Message);
        }
    }

    [LoggerMessage(EventId = 1040, Level = LogLevel.Warning, Message = "request_id={RequestId} phase=mirror copy to {Worker} failed: {Reason}")]
    private partial void LogFailed(string requestId, string worker, string reason);

    private sealed record Copy(WorkerEndpoint Worker, ModelPool Pool, string Path, string RequestId, byte[] Body, string SaltHeader, long Tokens);
}
