using System.Net.Http.Headers;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Scheduling;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>Sends the prefill leg of a request to an engine of another maker.</summary>
internal sealed class PrefillEngineClient(
    WorkerClient client, EngineRegistry engines, IOptions<ForwardingOptions> options, TimeProvider time)
{
    /// <summary>Sends it and reads the whole answer.</summary>
    /// <exception cref="PrefillFailedException">The engine did not answer with success, in time, and with an answer of bearable size.</exception>
    public async Task<byte[]> SendAsync(WorkerEndpoint engine, DialectCall call, byte[] body, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Value.PrefillTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using HttpRequestMessage request = Compose(engine, call, body);
            using HttpResponseMessage response = await client.Invoker.SendAsync(request, either.Token);
            byte[] answer = await ReadAsync(response.Content, either.Token);
            return response.IsSuccessStatusCode
                ? answer
                : throw new PrefillFailedException($"The prefill engine '{engine.Id}' answered with status {(int)response.StatusCode}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new PrefillFailedException($"The prefill engine '{engine.Id}' failed: {fault.Message}", fault);
        }
    }

    private HttpRequestMessage Compose(WorkerEndpoint engine, DialectCall call, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, engine.Destination + call.Path) { Content = content };
        request.Headers.TryAddWithoutValidation(HeaderNames.RequestId, call.RequestId);
        if (engines.KeyOf(engine.Id) is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancellation);
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read = await stream.ReadAsync(buffer, cancellation); read > 0; read = await stream.ReadAsync(buffer, cancellation))
        {
            answer.Write(buffer, 0, read);
            if (answer.Length > Limits.PrefillAnswerBytesMax)
            {
                throw new PrefillFailedException($"The prefill engine's answer is longer than {Limits.PrefillAnswerBytesMax} bytes.");
            }
        }

        return answer.ToArray();
    }
}
