using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>Sends a request to the chosen worker, and to the next one when the first cannot be reached at all.</summary>
internal sealed partial class RequestForwarder(
    IHttpForwarder yarp,
    WorkerClient client,
    WorkerTransformer transformer,
    IOptions<ForwardingOptions> options,
    ILogger<RequestForwarder> logger)
{
    /// <param name="context">The client's request.</param>
    /// <param name="exchange">Its account.</param>
    /// <param name="decode">Workers to try, best first; at least one.</param>
    /// <param name="tokens">The request's estimated size.</param>
    /// <param name="body">Its body; must stay until this ends.</param>
    /// <exception cref="OpenAiException">502, 503 or 504: no worker answered, and the response has not started.</exception>
    public async Task ForwardAsync(HttpContext context, Exchange exchange, WorkerEndpoint[] decode, long tokens, ReadOnlyMemory<byte> body)
    {
        foreach (WorkerEndpoint worker in decode)
        {
            exchange.DecodeWorker = worker;
            worker.Load.CountPick();
            using LoadLease lease = worker.Load.Take(0, tokens);
            using OutgoingBody outgoing = Attach(context.Request, body);
            ForwarderError error = await yarp.SendAsync(context, worker.Destination, client.Invoker, client.RequestConfig, transformer, CancellationToken.None);
            if (error == ForwarderError.None)
            {
                return;
            }

            Exception? cause = TakeCause(context);
            if (!Unreachable(cause))
            {
                Fail(context, exchange, error, cause);
                return;
            }

            LogUnreachable(exchange.RequestId, worker.Id, cause!.Message);
        }

        exchange.Outcome = Outcome.Unavailable;
        throw new OpenAiException(OpenAiError.Unavailable(
            $"No decode worker of the model '{exchange.Model}' can be reached now.", "worker_unreachable", options.Value.RetryAfter));
    }

    private static OutgoingBody Attach(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        OutgoingBody outgoing = OutgoingBody.Of(body, default, default);
        request.Body = outgoing;
        request.Headers.TransferEncoding = default;
        request.ContentLength = outgoing.Length;
        return outgoing;
    }

    /// <summary>Clears what a failed attempt left, so that another may follow.</summary>
    private static Exception? TakeCause(HttpContext context)
    {
        Exception? cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        context.Features.Set<IForwarderErrorFeature>(null);
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
        }

        return cause;
    }

    /// <summary>True only when no byte of the request can have arrived: then another worker may get it without doubling work.</summary>
    private static bool Unreachable(Exception? cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        // How the handler reports its connect timeout.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    private void Fail(HttpContext context, Exchange exchange, ForwarderError error, Exception? cause)
    {
        if (context.RequestAborted.IsCancellationRequested || error == ForwarderError.ResponseBodyClient)
        {
            exchange.Outcome ??= Outcome.ClientClosed;
            return;
        }

        LogFailed(exchange.RequestId, exchange.DecodeWorker!.Id, error, cause?.Message);
        if (context.Response.HasStarted)
        {
            exchange.Outcome = Outcome.Interrupted;
            return;
        }

        exchange.Outcome = Outcome.WorkerFailed;
        throw new OpenAiException(Answer(exchange, error));
    }

    private static OpenAiError Answer(Exchange exchange, ForwarderError error) => error == ForwarderError.RequestTimedOut
        ? WorkerFaults.Silent(exchange.DecodeWorker!.Id)
        : WorkerFaults.Died(exchange.DecodeWorker!.Id);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning,
        Message = "request_id={RequestId} phase=gateway decode worker {Worker} cannot be reached: {Reason}")]
    private partial void LogUnreachable(string requestId, string worker, string reason);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning,
        Message = "request_id={RequestId} phase=gateway decode worker {Worker} failed ({Error}): {Reason}")]
    private partial void LogFailed(string requestId, string worker, ForwarderError error, string? reason);
}
