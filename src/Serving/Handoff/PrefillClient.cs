using System.Net.Http.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Serving.Handoff;

/// <summary>Gives orders to prefill workers over their internal API.</summary>
internal sealed class PrefillClient(TimeProvider time) : IDisposable
{
    /// <summary>Where prefill workers take orders, on their internal port.</summary>
    public const string Path = "/internal/v1/prefill";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    });

    /// <summary>Sends an order; the call's report comes after the last row was acknowledged.</summary>
    public PrefillCall Order(WorkerRecord prefill, PrefillOrder order, TimeSpan timeout) =>
        new(prefill.Id, timeout, time, cancellation => SendAsync(prefill, order, cancellation));

    public void Dispose() => _http.Dispose();

    private async Task<PrefillReport> SendAsync(WorkerRecord prefill, PrefillOrder order, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, prefill.InternalUrl + Path);
            request.Headers.Add(HeaderNames.RequestId, order.Ticket.RequestId);
            request.Content = JsonContent.Create(order, ContractsJsonContext.Default.PrefillOrder);
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.PrefillReport, cancellation)
                    ?? throw new HandoffException($"{prefill.Id} sent an empty report.")
                : throw new HandoffException($"{prefill.Id} answered {(int)response.StatusCode}: {await MessageAsync(response, cancellation)}");
        }
        catch (HttpRequestException fault)
        {
            throw new HandoffException($"{prefill.Id} cannot be reached or broke off: {fault.Message}");
        }
    }

    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var envelope = await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.OpenAiErrorEnvelope, cancellation);
            return envelope?.Error.Message ?? "no reason given";
        }
        catch (System.Text.Json.JsonException)
        {
            return "no reason given";
        }
    }
}
