using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Forwarding.Dialects;
using InferenceGateway.Gateway.Health;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>
/// Sends a request to the chosen worker. As long as the client has seen nothing of an answer, the next worker gets it when one cannot be
/// reached, dies, or says that it cannot; a worker is never asked twice.
/// </summary>
internal sealed partial class RequestForwarder(
    IHttpForwarder yarp,
    WorkerClient client,
    WorkerTransformer transformer,
    EngineDialects dialects,
    HealthBook health,
    RetryBudget budget,
    LatencyPredictor predictor,
    IOptions<ForwardingOptions> options,
    TimeProvider time,
    ILogger<RequestForwarder> logger)
{
    /// <param name="context">The client's request.</param>
    /// <param name="exchange">Its account.</param>
    /// <param name="plan">What to send, and to whom.</param>
    /// <exception cref="OpenAiException">502, 503 or 504: no worker answered, and the response has not started.</exception>
    public async Task ForwardAsync(HttpContext context, Exchange exchange, ForwardPlan plan)
    {
        budget.Earn();
        for (int attempt = 0; ; attempt++)
        {
            bool last = attempt == plan.Workers.Length - 1;
            Attempt result = await TryAsync(context, exchange, plan, attempt, last);
            if (result.Done)
            {
                return;
            }

            if (last || !(result.Unreached || budget.TrySpend()))
            {
                throw new OpenAiException(result.Error);
            }

            LogRetry(exchange.RequestId, exchange.DecodeWorker!.Id, result.Error.Body.Message);
            await PauseAsync(attempt, result, context.RequestAborted);
        }
    }

    private async Task<Attempt> TryAsync(HttpContext context, Exchange exchange, ForwardPlan plan, int attempt, bool last)
    {
        PickedWorker picked = plan.Workers[attempt];
        WorkerEndpoint worker = picked.Worker;
        exchange.Begin(worker, last);
        worker.Load.CountPick();
        health.Of(worker).Sent();
        using RequestTrack track = RequestTrack.Start(predictor, time, plan.Decision.Route(plan.Placement, picked));
        exchange.Track = track;
        try
        {
            var call = new DialectCall(plan, exchange.RequestId, context.Request.Path, attempt);
            await using PreparedCall prepared = await dialects.Of(worker.Dialect).PrepareAsync(call, context.RequestAborted);
            exchange.PrefillWorker = prepared.PrefillWorker;
            return await SendAsync(context, exchange, plan, prepared);
        }
        catch (PrefillFailedException fault)
        {
            return FailPrefill(exchange, fault);
        }
        finally
        {
            // However it ended, and if by a client that left during the prefill: a probe that never ends would keep the worker out for good.
            health.Of(worker).ProbeOver();
        }
    }

    private async Task<Attempt> SendAsync(HttpContext context, Exchange exchange, ForwardPlan plan, PreparedCall prepared)
    {
        using OutgoingBody outgoing = Attach(context.Request, plan, prepared);
        // Few requests have both, and most have neither.
        using CancellationTokenSource? either = plan.Deadline.CanBeCanceled && prepared.Failed.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(plan.Deadline, prepared.Failed)
            : null;
        CancellationToken ends = either?.Token ?? (prepared.Failed.CanBeCanceled ? prepared.Failed : plan.Deadline);
        ForwarderError error = await yarp.SendAsync(
            context, exchange.DecodeWorker!.Destination, client.Invoker, client.Configured(plan.ActivityTimeout), transformer, ends);
        if (prepared.Failed.IsCancellationRequested && !context.Response.HasStarted)
        {
            TakeCause(context);
            throw new PrefillFailedException($"The prefill engine '{prepared.PrefillWorker}' failed.");
        }

        return Judge(context, exchange, plan, error);
    }

    private Attempt FailPrefill(Exchange exchange, PrefillFailedException fault)
    {
        LogPrefillFailed(exchange.RequestId, fault.Message);
        exchange.Outcome = Outcome.WorkerFailed;
        return Attempt.Failed(WorkerFaults.PrefillFailed(), unreached: false);
    }

    private static OutgoingBody Attach(HttpRequest request, ForwardPlan plan, PreparedCall prepared)
    {
        OutgoingBody outgoing = prepared.Body is { } body ? OutgoingBody.Of(body) : OutgoingBody.Of(plan.Body, plan.ModelPlace, plan.ModelReplacement);
        request.Body = outgoing;
        request.Headers.TransferEncoding = default;
        request.ContentLength = outgoing.Length;
        return outgoing;
    }

    private Attempt Judge(HttpContext context, Exchange exchange, ForwardPlan plan, ForwarderError error)
    {
        WorkerEndpoint worker = exchange.DecodeWorker!;
        Exception? cause = TakeCause(context);
        if (cause is WorkerRefusedException { Error: var refusal })
        {
            // Too busy is no fault of the worker; anything else that is refused is.
            health.Judge(worker, refusal.Status == StatusCodes.Status429TooManyRequests ? Verdict.Good : Verdict.Bad);
            return Attempt.Failed(refusal, unreached: false);
        }

        if (error == ForwarderError.None)
        {
            bool bad = exchange.Outcome is Outcome.Interrupted || context.Response.StatusCode >= StatusCodes.Status500InternalServerError;
            health.Judge(worker, bad ? Verdict.Bad : Verdict.Good);
            if (!bad && exchange.Reported is { } tokens)
            {
                exchange.Track!.Finish(plan.TextBytes, tokens.Prompt, tokens.Cached, tokens.Completion);
            }

            return Attempt.Success;
        }

        return context.RequestAborted.IsCancellationRequested || error == ForwarderError.ResponseBodyClient ? Leave(exchange, Outcome.ClientClosed)
            : plan.Deadline.IsCancellationRequested ? TimeOut(context, exchange)
            : Fail(context, exchange, error, cause);
    }

    /// <summary>The route's time is over, which says nothing of the worker.</summary>
    /// <exception cref="OpenAiException">504, unless the answer has begun.</exception>
    private static Attempt TimeOut(HttpContext context, Exchange exchange)
    {
        Attempt over = Leave(exchange, Outcome.DeadlineExceeded);
        return context.Response.HasStarted ? over : throw new OpenAiException(WorkerFaults.TimeIsOver());
    }

    private static Attempt Leave(Exchange exchange, Outcome outcome)
    {
        exchange.Outcome ??= outcome;
        return Attempt.Success;
    }

    private Attempt Fail(HttpContext context, Exchange exchange, ForwarderError error, Exception? cause)
    {
        WorkerEndpoint worker = exchange.DecodeWorker!;
        bool unreached = Unreached(cause);
        health.Judge(worker, unreached ? Verdict.Unreachable : Verdict.Bad);
        LogFailed(exchange.RequestId, worker.Id, error, cause?.Message);
        if (context.Response.HasStarted)
        {
            exchange.Outcome = Outcome.Interrupted;
            return Attempt.Success;
        }

        exchange.Outcome = unreached ? Outcome.Unavailable : Outcome.WorkerFailed;
        return Attempt.Failed(Answer(exchange, error, unreached), unreached);
    }

    private OpenAiError Answer(Exchange exchange, ForwarderError error, bool unreached) =>
        unreached ? OpenAiError.Unavailable(
            $"No decode worker of the model '{exchange.Model}' can be reached now.", "worker_unreachable", options.Value.RetryAfter)
        : error == ForwarderError.RequestTimedOut ? WorkerFaults.Silent(exchange.DecodeWorker!.Id)
        : WorkerFaults.Died(exchange.DecodeWorker!.Id);

    /// <summary>Clears what a failed attempt left, so that another may follow.</summary>
    private static Exception? TakeCause(HttpContext context)
    {
        Exception? cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        context.Features.Set<IForwarderErrorFeature>(null);
        if (!context.Response.HasStarted && cause is not null)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
        }

        return cause;
    }

    /// <summary>True only when no byte of the request can have arrived: then another worker may get it without doubling work.</summary>
    private static bool Unreached(Exception? cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        // How the handler reports its connect timeout.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>Waits a little, and not as long as others do. Nobody has to wait because a worker is gone.</summary>
    private Task PauseAsync(int attempt, in Attempt result, CancellationToken cancellation) => result.Unreached
        ? Task.CompletedTask
        : Task.Delay(options.Value.RetryPause * (1 << attempt) * (0.5 + Random.Shared.NextDouble()), time, cancellation);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning,
        Message = "request_id={RequestId} phase=gateway goes to another worker than {Worker}: {Reason}")]
    private partial void LogRetry(string requestId, string worker, string reason);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning,
        Message = "request_id={RequestId} phase=gateway decode worker {Worker} failed ({Error}): {Reason}")]
    private partial void LogFailed(string requestId, string worker, ForwarderError error, string? reason);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "request_id={RequestId} phase=gateway prefill failed: {Reason}")]
    private partial void LogPrefillFailed(string requestId, string reason);

    /// <summary>How one attempt went.</summary>
    /// <param name="Done">Nothing more can be done: the client has an answer, or is gone.</param>
    /// <param name="Error">What the client is told when this was the last attempt.</param>
    /// <param name="Unreached">No byte of the request arrived anywhere.</param>
    private readonly record struct Attempt(bool Done, OpenAiError Error, bool Unreached)
    {
        public static Attempt Success { get; } = new(true, null!, false);

        public static Attempt Failed(OpenAiError error, bool unreached) => new(false, error, unreached);
    }
}
