using System.Net.Http.Headers;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Models.Routes;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Mirroring;

/// <summary>
/// Gives copies of a share of the requests to another model, and throws the answers away. A copy never delays its request: when too many are
/// on their way, further ones are left out and counted.
/// </summary>
internal sealed partial class RequestMirror(
    ModelCatalog catalog, Scheduler scheduler, WorkerClient client, EngineRegistry engines, MirrorMetrics metrics, TimeProvider time, ILogger<RequestMirror> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Sends a copy if the route wants one of this request.</summary>
    /// <param name="mirror">The route's wish, or null.</param>
    /// <param name="head">What the request asks for.</param>
    /// <param name="body">Its body; copied before this returns.</param>
    /// <param name="path">Of the API.</param>
    /// <param name="requestId">Its id; the copy's is that with <c>-mirror</c> behind it.</param>
    public void Offer(MirrorPolicy? mirror, in RequestHead head, ReadOnlySpan<byte> body, string path, string requestId)
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

        var copy = new Copy(worker, pool, path, requestId + "-mirror", ForwardPlan.Replace(body, head.ModelPlace, RequestPlanner.Quoted(pool.Name)));
        if (!TryRun(copy))
        {
            metrics.Count(mirror.Model, "dropped");
        }
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
        using LoadLease load = copy.Worker.Load.Take(0, copy.Body.Length / 4);
        try
        {
            using HttpRequestMessage request = Compose(copy);
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

    private HttpRequestMessage Compose(Copy copy)
    {
        var content = new ByteArrayContent(copy.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, copy.Worker.Destination + copy.Path) { Content = content };
        request.Headers.TryAddWithoutValidation(HeaderNames.RequestId, copy.RequestId);
        if (engines.KeyOf(copy.Worker.Id) is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    [LoggerMessage(EventId = 1040, Level = LogLevel.Warning, Message = "request_id={RequestId} phase=mirror copy to {Worker} failed: {Reason}")]
    private partial void LogFailed(string requestId, string worker, string reason);

    private sealed record Copy(WorkerEndpoint Worker, ModelPool Pool, string Path, string RequestId, byte[] Body);
}
