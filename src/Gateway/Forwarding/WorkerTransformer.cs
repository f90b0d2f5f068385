using System.Net.Http.Headers;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Gateway.Tenancy;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>What changes between client and worker: headers, and the accounting put around a stream.</summary>
internal sealed class WorkerTransformer(
    WorkerLoads loads, EngineRegistry engines, IOptions<ForwardingOptions> options, TimeProvider time, ILogger<WorkerTransformer> logger) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var exchange = Exchange.Of(httpContext);
        ClientHeaders.Clean(httpContext.Request.Headers, exchange.RequestId);
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;
        WorkerEndpoint worker = exchange.DecodeWorker!;
        if (worker.Dialect == EngineDialect.Native)
        {
            AddCandidates(proxyRequest, exchange);
            AddSalt(proxyRequest, Caller.Of(httpContext).Tenant);
        }
        else if (engines.KeyOf(worker.Id) is { } key)
        {
            proxyRequest.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        proxyRequest.RequestUri = exchange.Route == ApiRoute.ChatCompletions ? worker.ChatCompletions : worker.Completions;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        var exchange = Exchange.Of(httpContext);
        if (!exchange.LastAttempt && WorkerFaults.Refusal(proxyResponse, exchange.DecodeWorker!.Id) is { } refusal)
        {
            // The next worker is asked: nothing of this answer may reach the client. Only a fault keeps YARP from starting the response.
            throw new WorkerRefusedException(refusal);
        }

        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        exchange.Reported = WorkerCounts.Read(proxyResponse.Headers);
        WriteOwnHeaders(httpContext.Response.Headers, proxyResponse.Headers, exchange);
        if (proxyResponse.IsSuccessStatusCode && IsEventStream(proxyResponse.Content.Headers))
        {
            // The gateway may add a last event to a stream that breaks off.
            httpContext.Response.ContentLength = null;
            proxyResponse.Content = new EventStreamContent(proxyResponse.Content, new StreamAccount(exchange, time, logger), new StallWatch(options.Value.StallTimeout, time));
        }

        return true;
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        // Nothing of a worker's trailers is for clients.
        var exchange = Exchange.Of(httpContext);
        exchange.Reported = WorkerCounts.Read(proxyResponse.TrailingHeaders) ?? exchange.Reported;
        return default;
    }

    private void WriteOwnHeaders(IHeaderDictionary response, HttpResponseHeaders worker, Exchange exchange)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in worker.NonValidated)
        {
            if (header.Key.StartsWith(HeaderNames.InternalPrefix, StringComparison.OrdinalIgnoreCase))
            {
                response.Remove(header.Key);
            }
        }

        response.Remove("Server");
        response.Remove("Trailer");
        response[HeaderNames.RequestId] = exchange.RequestId;
        response[HeaderNames.DecodeWorker] = exchange.DecodeWorker!.Id;
        response[HeaderNames.Decision] = exchange.Decision!.Header;
        if (exchange.DecodeWorker.Dialect == EngineDialect.Native)
        {
            exchange.PrefillWorker = response[HeaderNames.PrefillWorker];
        }
        else if (exchange.PrefillWorker is not null)
        {
            response[HeaderNames.PrefillWorker] = exchange.PrefillWorker;
        }

        if (exchange.PrefillWorker is { } prefill && loads.Find(prefill) is { } load)
        {
            exchange.Track?.PrefilledBy(load);
        }
    }

    private static void AddSalt(HttpRequestMessage request, Tenant tenant)
    {
        if (tenant.CacheSalt is { } salt)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.TenantSalt, salt);
        }
    }

    private static void AddCandidates(HttpRequestMessage request, Exchange exchange)
    {
        if (exchange.Decision is { PrefillCandidates: { Length: > 0 } candidates })
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.PrefillCandidates, Join(candidates));
        }
    }

    private static bool IsEventStream(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues type)
        && type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static string Join(WorkerEndpoint[] workers) =>
        workers.Length == 1 ? workers[0].Id : string.Join(',', workers.Select(worker => worker.Id));
}
