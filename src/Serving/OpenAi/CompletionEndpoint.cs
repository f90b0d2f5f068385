using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Hosting;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Serving.OpenAi.Requests;
using InferenceGateway.Serving.OpenAi.Responses;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>Answers <c>/v1/chat/completions</c> and <c>/v1/completions</c>.</summary>
internal sealed class CompletionEndpoint(
    ServedModel model,
    CallReader reader,
    IGenerationStarter starter,
    WorkerIdentity worker,
    WorkerMetrics metrics,
    TimeProvider time,
    ILogger<CompletionEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context, CompletionKind kind)
    {
        RequestTimeline timeline = new(time, metrics);
        CancellationToken cancellation = context.RequestAborted;
        CompletionCall call = await ReadAsync(context.Request, kind, cancellation);
        call = call with { CacheSalt = CacheSalts.Combine(SteeringHeaders.TenantSalt(context), call.CacheSalt) };
        IReadOnlyList<string> candidates = SteeringHeaders.PrefillCandidates(context);
        using AnswerSet answers = await AnswerSet.StartAsync(
            call,
            model,
            (index, stream, leaving) => starter.StartAsync(Request(call, index, context.TraceIdentifier), call.Text, stream, index, candidates, leaving),
            cancellation);
        Introduce(context.Response, answers.First);
        try
        {
            await (call.Stream
                ? StreamAsync(context, call, answers, timeline, cancellation)
                : SendWholeAsync(context, call, answers, timeline, cancellation));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            timeline.Failed();
            throw;
        }
        finally
        {
            Report(context.TraceIdentifier, answers, timeline);
        }
    }

    private async Task<CompletionCall> ReadAsync(HttpRequest request, CompletionKind kind, CancellationToken cancellation)
    {
        using PooledBody body = await PooledBody.ReadAsync(request, cancellation);
        return reader.Read(kind, body.Memory, cancellation);
    }

    private static GenerationRequest Request(CompletionCall call, int index, string requestId) => new()
    {
        RequestId = requestId,
        Prompt = call.PromptOf(index),
        Sampling = call.SamplingOf(index),
        MaxTokens = call.MaxTokens,
        MinTokens = call.MinTokens,
        StopTokens = call.StopTokens,
        TopLogprobs = call.TopLogprobs,
        Constraint = call.StartConstraint(),
        CacheSalt = call.CacheSalt,
    };

    private void Introduce(HttpResponse response, StartedGeneration first)
    {
        response.Headers[HeaderNames.DecodeWorker] = worker.Id;
        if (first.PrefillWorker is not null)
        {
            response.Headers[HeaderNames.PrefillWorker] = first.PrefillWorker;
        }
    }

    private async Task StreamAsync(
        HttpContext context, CompletionCall call, AnswerSet answers, RequestTimeline timeline, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        AnswerHead head = AnswerHead.Create(call.Kind, call.Model, worker.Fingerprint, time);
        using ChunkWriter chunks = new(context.Response.BodyWriter, head, new LogprobWriter(model, call.Kind), call.IncludeUsage);
        StreamedAnswers streamed = new(call, answers, model, chunks, timeline);
        try
        {
            streamed.Begin();
            await streamed.FlowAsync(cancellation);
            streamed.End(MarkedListener.KindOf(context) == ListenerKind.Internal);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // The status is sent: the fault can only be told in the stream. Its cause is for the log.
            timeline.Failed();
            chunks.Error(ErrorMiddleware.Answer(logger, fault, context.TraceIdentifier));
        }

        await chunks.FlushAsync(cancellation);
    }

    private async Task SendWholeAsync(
        HttpContext context, CompletionCall call, AnswerSet answers, RequestTimeline timeline, CancellationToken cancellation)
    {
        WholeAnswer[] whole = [.. answers.Answers.Select(answer => new WholeAnswer(
            answer, call, call.Echo ? model.Decode(call.PromptOf(answer.Index), skipSpecialTokens: true) : ""))];
        while (await answers.WaitAsync(cancellation))
        {
            while (answers.TryTake(out AnswerPiece piece))
            {
                timeline.Token(piece.Answer.Index);
                whole[piece.Answer.Index].Add(piece);
            }
        }

        if (MarkedListener.KindOf(context) == ListenerKind.Internal)
        {
            SteeringHeaders.WriteUsage(context.Response, answers.Usage);
        }

        await WriteAsync(context.Response, call, whole, answers, cancellation);
    }

    private async Task WriteAsync(
        HttpResponse response, CompletionCall call, WholeAnswer[] whole, AnswerSet answers, CancellationToken cancellation)
    {
        AnswerHead head = AnswerHead.Create(call.Kind, call.Model, worker.Fingerprint, time);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            AnswerWriter.Write(json, head, whole, new LogprobWriter(model, call.Kind), answers.Usage);
        }

        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
    }

    private void Report(string requestId, AnswerSet answers, RequestTimeline timeline)
    {
        string end = timeline.End(answers);
        ServingLog.Decoded(
            logger, requestId, worker.Id, answers.First.PrefillWorker ?? "local", answers.Usage.PromptTokens, answers.Usage.CompletionTokens,
            timeline.TimeToFirstToken.TotalMilliseconds, timeline.Elapsed.TotalMilliseconds, end);
    }
}
