using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>
/// SGLang's hand-off, both phases at once: the same request goes to both engines with a room in which they meet. The decode engine waits
/// for rows that never come when the prefill engine fails, so its request is then ended.
/// </summary>
internal sealed class SglangDialect(PrefillEngineClient client, EngineRegistry engines) : IEngineDialect
{
    public ValueTask<PreparedCall> PrepareAsync(DialectCall call, CancellationToken cancellation)
    {
        if (call.Plan.Decision.PrefillCandidates is not { Length: > 0 } candidates)
        {
            return new(call.Plan.TenantSalt.Length == 0 ? PreparedCall.Plain : new PreparedBody(call.Plan.BodyToSend(), null));
        }

        // A failed meeting is tried again at another place.
        WorkerEndpoint prefill = candidates[call.Attempt % candidates.Length];
        byte[] body = Meet(call.Plan.BodyToSend(), new Uri(prefill.Destination).Host, engines.BootstrapPortOf(prefill.Id), Room());
        return new(new Meeting(client, prefill, call, body, cancellation));
    }

    /// <summary>The client's request and where the two engines meet.</summary>
    /// <param name="body">The request.</param>
    /// <param name="host">The prefill engine's host.</param>
    /// <param name="port">Its meeting port.</param>
    /// <param name="room">A number that no other request has.</param>
    public static byte[] Meet(ReadOnlySpan<byte> body, string host, int port, long room) => BodyFields.Rewrite(body, [], Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"\"bootstrap_host\":\"{JsonEncodedText.Encode(host)}\",\"bootstrap_port\":{port},\"bootstrap_room\":{room}")));

    private static long Room()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes) & long.MaxValue;
    }

    /// <summary>The prefill leg, running.</summary>
    private sealed class Meeting : PreparedCall
    {
        private readonly CancellationTokenSource _ended;
        private readonly CancellationTokenSource _failed = new();
        private readonly Task _leg;

        public Meeting(PrefillEngineClient client, WorkerEndpoint prefill, DialectCall call, byte[] body, CancellationToken cancellation)
        {
            _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Body = body;
            PrefillWorker = prefill.Id;
            _leg = RunAsync(client, prefill, call, body);
        }

        public override CancellationToken Failed => _failed.Token;

        public override async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await _leg;
            _ended.Dispose();
            _failed.Dispose();
            await base.DisposeAsync();
        }

        private async Task RunAsync(PrefillEngineClient client, WorkerEndpoint prefill, DialectCall call, byte[] body)
        {
            try
            {
                await client.SendAsync(prefill, call, body, _ended.Token);
            }
            catch (PrefillFailedException)
            {
                await _failed.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // The decode leg is over.
            }
        }
    }
}
