using System.Collections.Concurrent;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Scheduling.Load;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prewarming;

/// <summary>
/// Lets a worker that appears while the gateway runs compute the most used system prompts of its model first. Until it has, or its time is
/// over, <see cref="PrewarmingFilter"/> keeps requests away from it.
/// </summary>
internal sealed partial class Prewarmer(
    WorkerSource source, WorkerLoads loads, WorkerClient client, EngineRegistry engines, IOptions<PrewarmingOptions> options, TimeProvider time, ILogger<Prewarmer> logger) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    private readonly PrewarmingOptions _options = options.Value;
    private readonly ConcurrentDictionary<string, HotPrompts> _prompts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _warming = new(StringComparer.Ordinal);
    private int _warmingCount;

    public bool IsOn => _options.Prompts > 0;

    // Asked for every worker of every decision, and almost always nobody is: an empty dictionary would take all its locks to say so.
    public bool IsWarming(string worker) => Volatile.Read(ref _warmingCount) > 0 && _warming.ContainsKey(worker);

    /// <summary>A request for that model has come.</summary>
    public void See(string model, PromptKeys keys, in RequestHead head, ReadOnlySpan<byte> body)
    {
        if (IsOn && head.CacheSalt.Length == 0 && !keys.Keys.IsEmpty)
        {
            _prompts.GetOrAdd(model, static _ => new HotPrompts()).See(keys.Keys.Span[0], body.Slice(head.Prompt.Start, head.Prompt.Length));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
        {
            return;
        }

        WorkerSnapshotWatch watch = new(source.Current);
        using var timer = new PeriodicTimer(_look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (WorkerRecord fresh in watch.Fresh(source.Current))
                {
                    Begin(fresh, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_warming.Values);
        }
    }

    private void Begin(WorkerRecord worker, CancellationToken stopping)
    {
        // One that has got requests between two looks computes its prompts by them.
        if (loads.Find(worker.Id) is not { Picks: > 0 }
            && _prompts.TryGetValue(worker.Model, out HotPrompts? hot) && hot.Top(_options.Prompts) is { Count: > 0 } prompts)
        {
            // Entered before it runs, so that no request slips in between.
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _warming[worker.Id] = WarmAsync(gate.Task, worker, prompts, stopping);
            Interlocked.Increment(ref _warmingCount);
            gate.SetResult();
        }
    }

    private async Task WarmAsync(Task entered, WorkerRecord worker, IReadOnlyList<byte[]> prompts, CancellationToken stopping)
    {
        await entered;
        using var deadline = new CancellationTokenSource(_options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        int done = 0;
        try
        {
            foreach (byte[] prompt in prompts)
            {
                await SendAsync(worker, prompt, either.Token);
                done++;
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            LogGaveUp(worker.Id, fault.Message);
        }
        finally
        {
            _warming.TryRemove(worker.Id, out _);
            Interlocked.Decrement(ref _warmingCount);
            LogWarmed(worker.Id, done, prompts.Count);
        }
    }

    private async Task SendAsync(WorkerRecord worker, byte[] systemMessage, CancellationToken cancellation)
    {
        byte[] body =
        [
            .. "{\"model\":"u8, .. JsonText.Quoted(worker.Model), .. ",\"max_tokens\":1,\"messages\":["u8, .. systemMessage,
            .. ",{\"role\":\"user\",\"content\":\".\"}]}"u8,
        ];
        using HttpRequestMessage request = WorkerCall.Post(
            worker.ApiUrl.TrimEnd('/') + "/v1/chat/completions", RequestIds.Of(null), body, engines.KeyOf(worker.Id));
        using HttpResponseMessage response = await client.Invoker.SendAsync(request, cancellation);
        await response.Content.CopyToAsync(Stream.Null, cancellation);
    }

    [LoggerMessage(EventId = 1050, Level = LogLevel.Information, Message = "Worker {Worker} computed {Done} of {Prompts} system prompts and gets requests")]
    private partial void LogWarmed(string worker, int done, int prompts);

    [LoggerMessage(EventId = 1051, Level = LogLevel.Warning, Message = "Worker {Worker} could not be prewarmed to the end: {Reason}")]
    private partial void LogGaveUp(string worker, string reason);
}
