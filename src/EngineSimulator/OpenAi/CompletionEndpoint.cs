using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.EngineSimulator.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.OpenAi;

/// <summary>Answers completions with tokens that come when the worker's engine says so.</summary>
internal sealed class CompletionEndpoint(SimulatedFleet fleet, IOptions<SimulatorOptions> options, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task HandleAsync(HttpContext context, CompletionShape shape)
    {
        CompletionCall call = await CompletionCall.ReadAsync(context.Request, shape, options.Value);
        SimulatedWorker worker = fleet.At(context);
        TokenFlow flow = new(fleet.Clock, worker.Metrics, call.OutputTokens);
        SimulatedEngine[] prefills = Prefills(context);
        SimulatedRequest request = new()
        {
            Id = context.TraceIdentifier,
            PromptTokens = call.PromptTokens,
            OutputTokens = call.OutputTokens,
            Blocks = call.Blocks,
            Listener = flow,
            Prefills = prefills,
        };
        await SubmitAsync(worker, request, context.RequestAborted);
        try
        {
            if (!await flow.Tokens.WaitToReadAsync(context.RequestAborted))
            {
                throw Broken(worker);
            }

            if (prefills.Length > 0)
            {
                context.Response.Headers[HeaderNames.PrefillWorker] = flow.Prefill;
            }

            AnswerText text = new($"sim-{context.TraceIdentifier}", options.Value.ModelName, time.GetUtcNow().ToUnixTimeSeconds(), shape);
            await (call.Stream ? StreamAsync(context, call, flow, text) : WholeAsync(context, call, flow, text, worker));
        }
        finally
        {
            fleet.Clock.At(fleet.Clock.Now, () => worker.Engine.Cancel(request));
        }
    }

    // Candidates that this process does not simulate cannot be asked.
    private SimulatedEngine[] Prefills(HttpContext context) =>
    [
        .. context.Request.Headers[HeaderNames.PrefillCandidates].ToString()
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(Limits.PrefillAttemptsMax)
            .Select(id => fleet.ById.GetValueOrDefault(id))
            .OfType<SimulatedWorker>()
            .Where(worker => worker.Role == WorkerRole.Prefill)
            .Select(worker => worker.Engine),
    ];

    private async Task SubmitAsync(SimulatedWorker worker, SimulatedRequest request, CancellationToken cancellation)
    {
        TaskCompletionSource<Admission> admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet.Clock.At(fleet.Clock.Now, () => admitted.SetResult(worker.Engine.Submit(request)));
        Admission admission;
        try
        {
            admission = await admitted.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            fleet.Clock.At(fleet.Clock.Now, () => worker.Engine.Cancel(request));
            throw;
        }

        if (Refusal(admission, worker) is { } error)
        {
            throw new OpenAiException(error);
        }
    }

    private static OpenAiError? Refusal(Admission admission, SimulatedWorker worker) => admission switch
    {
        Admission.Accepted => null,
        Admission.Down => OpenAiError.Unavailable($"{worker.Id} is down.", "worker_down", RetryAfter),
        Admission.QueueFull => new OpenAiError(
            429, new OpenAiErrorBody($"Too many requests wait on {worker.Id}.", "rate_limit_error", null, "queue_full"), RetryAfter),
        _ => OpenAiError.Invalid(
            $"Prompt and answer together are longer than the {worker.Engine.Calibration.KvTokens} tokens that {worker.Id} holds.", "messages", "context_length_exceeded"),
    };

    private static OpenAiException Broken(SimulatedWorker worker) =>
        new(OpenAiError.Unavailable($"{worker.Id} broke down before the first token.", "worker_failed", RetryAfter));

    private static async Task StreamAsync(HttpContext context, CompletionCall call, TokenFlow flow, AnswerText text)
    {
        context.Response.ContentType = "text/event-stream";
        byte[] token = Encoding.UTF8.GetBytes(text.Token);
        await WriteAsync(context, text.Opening);
        int count = 0;
        while (await flow.Tokens.WaitToReadAsync(context.RequestAborted))
        {
            while (flow.Tokens.TryRead(out _))
            {
                count++;
                await context.Response.Body.WriteAsync(token, context.RequestAborted);
            }

            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (flow.End != RequestEnd.Finished)
        {
            // As a machine that dies: no last chunk, a broken connection.
            context.Abort();
            return;
        }

        TokenUsage usage = new(call.PromptTokens, count, flow.CachedTokens);
        await WriteAsync(context, text.Finish + (call.IncludeUsage ? text.Usage(usage) : ""));
        await context.Response.Body.WriteAsync(Done, context.RequestAborted);
        await context.Response.Body.WriteAsync(UsageComment.Format(usage), context.RequestAborted);
    }

    private static async Task WholeAsync(HttpContext context, CompletionCall call, TokenFlow flow, AnswerText text, SimulatedWorker worker)
    {
        int count = 0;
        await foreach (int _ in flow.Tokens.ReadAllAsync(context.RequestAborted))
        {
            count++;
        }

        if (flow.End != RequestEnd.Finished)
        {
            throw Broken(worker);
        }

        TokenUsage usage = new(call.PromptTokens, count, flow.CachedTokens);
        IHeaderDictionary headers = context.Response.Headers;
        headers[HeaderNames.PromptTokens] = $"{usage.PromptTokens}";
        headers[HeaderNames.CompletionTokens] = $"{usage.CompletionTokens}";
        headers[HeaderNames.CachedTokens] = $"{usage.CachedTokens}";
        context.Response.ContentType = "application/json; charset=utf-8";
        await WriteAsync(context, text.Whole(usage));
    }

    private static Task WriteAsync(HttpContext context, string text) =>
        context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).AsTask();
}
