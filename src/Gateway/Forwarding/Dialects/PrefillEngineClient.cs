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
            using HttpRequestMessage request = WorkerCall.Post(engine.Destination + call.Path, call.RequestId, body, engines.KeyOf(engine.Id));
            using HttpResponseMessage response = await client.Invoker.SendAsync(request, either.Token);
            byte[] answer = await WorkerCall.ReadAsync(response.Content, Limits.PrefillAnswerBytesMax, either.Token);
            return response.IsSuccessStatusCode
                ? answer
                : throw new PrefillFailedException($"The prefill engine '{engine.Id}' answered with status {(int)response.StatusCode}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new PrefillFailedException($"The prefill engine '{engine.Id}' failed: {fault.Message}", fault);
        }
    }
}
