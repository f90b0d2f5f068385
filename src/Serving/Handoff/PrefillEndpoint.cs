using System.Runtime.InteropServices;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Generation;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Serving.Publishing;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Serving.Handoff;

/// <summary>
/// The prefill worker's half of a hand-off: computes an ordered prompt chunk by chunk and pushes each finished chunk while the next one is
/// computed. The caller hanging up ends both; nothing stays behind.
/// </summary>
internal sealed class PrefillEndpoint(
    InferenceEngine engine,
    IKvTransferClient transfers,
    IWorkerView workers,
    ServedModel model,
    PromptPublisher prompts,
    ServedLoads loads,
    WorkerIdentity worker,
    WorkerMetrics metrics,
    TimeProvider time,
    ILogger<PrefillEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        CancellationToken cancellation = context.RequestAborted;
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = Limits.PrefillOrderBytesMax;
        PrefillOrder order = await ReadAsync(context.Request, cancellation);
        WorkerRecord decode = Receiver(order.Ticket);
        GenerationRequest request = Request(order);
        prompts.Announce(request, Text(order));
        using ServedLoads.LoadShare share = loads.Enter(request.Prompt.Length);
        PrefillTimes times = new(time);
        string end = "error";
        try
        {
            PrefillReport report = await RunAsync(order, decode, request, share, times, cancellation);
            end = "done";
            await context.Response.WriteAsJsonAsync(report, ContractsJsonContext.Default.PrefillReport, cancellationToken: cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            end = "abort";
        }
        catch (KvTransferException fault)
        {
            throw new OpenAiException(new OpenAiError(502, new OpenAiErrorBody(fault.Message, "server_error", null, "kv_transfer_failed")));
        }
        finally
        {
            ServingLog.Prefilled(
                logger, order.Ticket.RequestId, worker.Id, decode.Id, request.Prompt.Length, times.Queued.TotalMilliseconds, times.Computed.TotalMilliseconds, end);
        }
    }

    private async Task<PrefillReport> RunAsync(
        PrefillOrder order,
        WorkerRecord decode,
        GenerationRequest request,
        ServedLoads.LoadShare share,
        PrefillTimes times,
        CancellationToken cancellation)
    {
        using Prefill prefill = await StartAsync(request, draw: order.Sampling is not null, cancellation);
        share.Run();
        times.Started();
        metrics.QueueTime.Observe(times.Queued.TotalSeconds);
        await using IKvPush push = await transfers.OpenAsync(decode.KvEndpoint, order.Ticket, engine.Layout, request.Prompt.Length, cancellation);
        await foreach (PromptRows rows in prefill.Ready.ReadAllAsync(cancellation))
        {
            await push.PushAsync(prefill.Rows, rows.First, rows.Count, cancellation);
        }

        HandoffTail tail = new(await prefill.FirstToken ?? HandoffTail.NotDrawn, prefill.CachedTokens);
        times.Finished();
        metrics.PrefillTime.Observe(times.Computed.TotalSeconds);
        KvTransferRecord record = await push.CompleteAsync(tail.ToBytes(), cancellation);
        return new PrefillReport
        {
            WorkerId = worker.Id,
            CachedTokens = prefill.CachedTokens,
            Bytes = record.Bytes,
            QueueMilliseconds = times.Queued.TotalMilliseconds,
            PrefillMilliseconds = times.Computed.TotalMilliseconds,
            TransferMilliseconds = record.Elapsed.TotalMilliseconds,
        };
    }

    private async Task<Prefill> StartAsync(GenerationRequest request, bool draw, CancellationToken cancellation)
    {
        try
        {
            return await engine.PrefillAsync(request, draw, cancellation);
        }
        catch (EngineBusyException busy)
        {
            throw LocalStarter.Busy(busy);
        }
    }

    private static async Task<PrefillOrder> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Limits.PrefillOrderBytesMax)
        {
            throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.PrefillOrderBytesMax));
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ContractsJsonContext.Default.PrefillOrder, cancellation)
                ?? throw new OpenAiException(OpenAiError.Invalid("The order is null."));
        }
        catch (JsonException fault)
        {
            throw new OpenAiException(OpenAiError.Invalid($"The order cannot be read: {fault.Message}"));
        }
    }

    /// <summary>Where to push is read from the directory; an order only names a worker and its life.</summary>
    private WorkerRecord Receiver(KvTicket ticket) =>
        workers.Current.Find(ticket.WorkerId) is { } record && record.Epoch == ticket.Epoch && record.ModelHash == model.Hash
            ? record
            : throw new OpenAiException(new OpenAiError(409, new OpenAiErrorBody(
                $"No worker '{ticket.WorkerId}' of this model is in the directory in that life.", "invalid_request_error", "ticket", "unknown_worker")));

    private static PromptText Text(PrefillOrder order) =>
        PromptText.Of(order.TextKeys, order.TextBytes)
        ?? throw new OpenAiException(OpenAiError.Invalid(
            $"The order's text keys must be at most {Limits.PromptBlocksMax} of 16 bytes, none beyond the text's end.", "textKeys"));

    private GenerationRequest Request(PrefillOrder order)
    {
        if (order.ModelHash != model.Hash)
        {
            throw new OpenAiException(OpenAiError.Invalid("The order is for another model.", "modelHash"));
        }

        if (order.CacheSalt is { Length: 0 or > CacheSalts.CharsMax })
        {
            throw new OpenAiException(OpenAiError.Invalid(
                $"The order's cache salt must have 1 to {CacheSalts.CharsMax} characters.", "cacheSalt"));
        }

        int[] prompt = new int[order.Tokens.Length / sizeof(int)];
        order.Tokens.AsSpan(0, prompt.Length * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(prompt.AsSpan()));
        bool good = order.Tokens.Length % sizeof(int) == 0 && prompt.Length > 0 && prompt.Length < engine.Capacity
            && !prompt.AsSpan().ContainsAnyExceptInRange(0, engine.VocabularySize - 1);
        return good
            ? new GenerationRequest
            {
                RequestId = order.Ticket.RequestId,
                Prompt = prompt,
                CacheSalt = order.CacheSalt,
                Sampling = order.Sampling ?? new SamplingParameters(),
                MaxTokens = 1,
                StopTokens = [],
            }
            : throw new OpenAiException(OpenAiError.Invalid(
                $"The order's tokens must be 1 to {engine.Capacity - 1} little-endian int32 below {engine.VocabularySize}.", "tokens"));
    }
}
