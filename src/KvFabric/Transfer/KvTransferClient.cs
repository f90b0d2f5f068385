using System.Net.Sockets;
using InferenceGateway.Contracts.Handoff;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Opens pushes over pooled connections.</summary>
internal sealed class KvTransferClient(
    KvConnectionPool connections,
    KvBufferPool buffers,
    KvTransferReporter reporter,
    IOptions<KvClientOptions> options,
    TimeProvider time) : IKvTransferClient
{
    private readonly KvClientOptions _options = options.Value;

    public async ValueTask<IKvPush> OpenAsync(
        string endpoint, KvTicket ticket, KvLayout layout, int tokens, CancellationToken cancellation)
    {
        var target = KvEndpoint.Parse(endpoint);
        var opening = new KvOpening(ticket.Nonce, ticket.Epoch, layout, tokens, ticket.RequestId, _options.WorkerId);
        var frame = Write(opening);
        try
        {
            ThrowIfExpired(ticket);
            var channel = await OpenAsync(endpoint, target, frame, cancellation);
            return new KvPush(channel, opening, endpoint, ticket.WorkerId, connections, buffers, reporter, _options, time);
        }
        catch (Exception exception) when (KvFailure.IsExpected(exception))
        {
            var record = new KvTransferRecord(ticket.RequestId, _options.WorkerId, ticket.WorkerId, 0, 0, TimeSpan.Zero);
            throw KvFailure.Report(exception, reporter, record, endpoint);
        }
    }

    private async ValueTask<KvChannel> OpenAsync(
        string endpoint, KvEndpoint target, byte[] frame, CancellationToken cancellation)
    {
        if (connections.TryTake(endpoint) is { } idle)
        {
            try
            {
                return await PresentAsync(idle, frame, cancellation);
            }
            catch (Exception exception) when (exception is SocketException or EndOfStreamException)
            {
                // The peer closed an idle connection just now: that says nothing about the ticket, which it has not seen.
            }
        }

        return await PresentAsync(await connections.ConnectAsync(target, cancellation), frame, cancellation);
    }

    private async ValueTask<KvChannel> PresentAsync(KvChannel channel, byte[] frame, CancellationToken cancellation)
    {
        try
        {
            await channel.SendAsync(frame, _options.Stall, cancellation);
            var (refusal, reason) = await KvReply.ReadAsync(channel, _options.Stall, cancellation);
            return refusal == KvRefusal.None ? channel : throw new KvRefusedException(refusal, reason);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private void ThrowIfExpired(KvTicket ticket)
    {
        if (ticket.Deadline <= time.GetUtcNow())
        {
            throw new KvRefusedException(KvRefusal.UnknownTicket, $"the ticket expired at {ticket.Deadline:O}");
        }
    }

    private static byte[] Write(KvOpening opening)
    {
        if (opening.Fault is { } fault)
        {
            throw new ArgumentException($"KV opening: {fault}.");
        }

        var frame = new byte[KvFrameHeader.Size + opening.Size];
        opening.Write(frame.AsSpan(KvFrameHeader.Size));
        new KvFrameHeader(KvFrameType.Open, 0, 0, opening.Size).Seal(frame);
        return frame;
    }
}
