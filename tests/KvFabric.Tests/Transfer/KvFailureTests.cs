using System.Net;
using System.Net.Sockets;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.KvFabric.Tests.Transfer;

public sealed class KvFailureTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly KvLayout Small = KvTransferTests.Small;

    [Fact]
    public async Task Disposed_push_makes_the_receiver_give_the_slot_up()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 8);
        await using (var push = await node.Client.OpenAsync(node.Endpoint, ticket, Small, 8, None))
        {
            await push.PushAsync(Rows.Random(Small, 8), 0, 3, None);
        }

        Assert.Equal("the sender gave up", await slot.EndAsync("given up"));
        Assert.Equal((0, 1), slot.Ends);
        await Eventually.TrueAsync("the connection closed", () => node.Listener.Connections == 0);
        Assert.Contains((KvTransferDirection.Received, "prefill-0", KvRefusal.None), node.Failures);
        Assert.Contains((KvTransferDirection.Sent, "decode-0", KvRefusal.None), node.Failures);
    }

    [Fact]
    public async Task Cancelled_push_makes_the_receiver_give_the_slot_up()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 8);
        using var cancellation = new CancellationTokenSource();
        await using (var push = await node.Client.OpenAsync(node.Endpoint, ticket, Small, 8, cancellation.Token))
        {
            await push.PushAsync(Rows.Random(Small, 8), 0, 3, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await push.PushAsync(Rows.Random(Small, 8), 3, 3, cancellation.Token));
        }

        await slot.EndAsync("failed");
        Assert.Equal((0, 1), slot.Ends);
    }

    [Fact]
    public async Task Sender_that_dies_within_a_frame_fails_the_slot_and_writes_nothing_of_it()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 8);
        using (var peer = await RawPeer.ConnectAsync(node.Address))
        {
            await peer.SendAsync(RawPeer.Open(ticket, Small, 8));
            Assert.Equal(KvRefusal.None, await peer.ReplyAsync());
            await peer.SendAsync(RawPeer.Frame(KvFrameType.Rows, 0, 2, new byte[2 * Small.TokenBytes])[..100]);
        }

        await slot.EndAsync("failed");
        Assert.Equal((0, 1), slot.Ends);
        Assert.Equal(0, slot.Writes);
    }

    [Fact]
    public async Task Receiver_that_stops_fails_slot_and_sender()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 8);
        await using var push = await node.Client.OpenAsync(node.Endpoint, ticket, Small, 8, None);
        await push.PushAsync(Rows.Random(Small, 8), 0, 4, None);

        await node.StopListenerAsync();

        await slot.EndAsync("failed");
        Assert.Equal((0, 1), slot.Ends);
        var thrown = await Assert.ThrowsAsync<KvTransferException>(async () =>
        {
            await push.PushAsync(Rows.Random(Small, 8), 4, 4, None);
            await push.CompleteAsync(ReadOnlyMemory<byte>.Empty, None);
        });
        Assert.Contains("decode-0", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await push.PushAsync(Rows.Random(Small, 8), 4, 4, None));
    }

    [Fact]
    public async Task Receiver_that_gave_the_slot_up_refuses_the_end()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 4);
        slot.GivenUp = true;

        var thrown = await Assert.ThrowsAsync<KvTransferException>(
            () => KvTransferTests.PushAsync(node, ticket, Rows.Random(Small, 4), 4, 4, []));

        Assert.Equal(KvRefusal.GivenUp, thrown.Refusal);
        Assert.Equal((1, 0), slot.Ends);
        Assert.Empty(node.Completions);
    }

    [Fact]
    public async Task Receiver_whose_memory_fails_tells_the_sender()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 4);
        slot.Breaks = true;

        var thrown = await Assert.ThrowsAsync<KvTransferException>(
            () => KvTransferTests.PushAsync(node, ticket, Rows.Random(Small, 4), 4, 4, []));

        Assert.Equal(KvRefusal.ReceiverFailed, thrown.Refusal);
        Assert.Equal((0, 1), slot.Ends);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sender_that_stalls_is_dropped_after_the_deadline(bool withinFrame)
    {
        var time = new FakeTimeProvider();
        await using var node = await KvNode.StartAsync(time, ("KvListener:StallSeconds", "5"), ("KvListener:FrameSeconds", "5"));
        var (ticket, slot) = node.Slots.Reserve(Small, 8);
        using var peer = await RawPeer.ConnectAsync(node.Address);
        await peer.SendAsync(RawPeer.Open(ticket, Small, 8));
        Assert.Equal(KvRefusal.None, await peer.ReplyAsync());
        if (withinFrame)
        {
            await peer.SendAsync(RawPeer.Frame(KvFrameType.Rows, 0, 1, new byte[Small.TokenBytes])[..40]);
        }

        // The listener may not have begun to wait yet: the clock moves until it has.
        await Eventually.TrueAsync("the slot failed", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return slot.Ends.Failures == 1;
        });

        Assert.Equal(KvRefusal.Stalled, await peer.ReplyAsync());
        Assert.Contains((KvTransferDirection.Received, "raw-peer", KvRefusal.Stalled), node.Failures);
    }

    [Fact]
    public async Task Connection_that_never_opens_a_transfer_is_closed_after_the_idle_time()
    {
        var time = new FakeTimeProvider();
        await using var node = await KvNode.StartAsync(time, ("KvListener:IdleSeconds", "5"));
        using var peer = await RawPeer.ConnectAsync(node.Address);
        await Eventually.TrueAsync("the connection accepted", () => node.Listener.Connections == 1);

        await Eventually.TrueAsync("the connection closed", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return node.Listener.Connections == 0;
        });

        Assert.Equal(0, await peer.ClosedAsync());
    }

    [Fact]
    public async Task Receiver_that_never_answers_times_the_sender_out()
    {
        var time = new FakeTimeProvider();
        await using var node = await KvNode.StartAsync(time, ("KvClient:StallSeconds", "5"));
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();

        var opening = node.Client.OpenAsync(silent.LocalEndPoint!.ToString()!, ticket, Small, 4, None).AsTask();
        await Eventually.TrueAsync("the opening ended", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return opening.IsCompleted;
        });

        await Assert.ThrowsAsync<KvTransferException>(() => opening);
    }

    [Fact]
    public async Task Idle_connections_of_the_client_are_closed_after_their_time()
    {
        var time = new FakeTimeProvider();
        await using var node = await KvNode.StartAsync(time, ("KvClient:IdleSeconds", "10"));
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        await KvTransferTests.PushAsync(node, ticket, Rows.Random(Small, 4), 4, 4, []);
        Assert.Equal(1, node.Listener.Connections);

        await Eventually.TrueAsync("the idle connection closed", () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return node.Listener.Connections == 0;
        });
    }

    [Fact]
    public async Task Connection_beyond_the_limit_is_told_so()
    {
        await using var node = await KvNode.StartAsync(null, ("KvListener:ConnectionsMax", "1"));
        using var first = await RawPeer.ConnectAsync(node.Address);
        await Eventually.TrueAsync("the first connection", () => node.Listener.Connections == 1);

        using (var second = await RawPeer.ConnectAsync(node.Address))
        {
            Assert.Equal(KvRefusal.Busy, await second.ReplyAsync());
        }

        await Eventually.TrueAsync("the second connection closed", () => node.Listener.Connections == 1);
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        var thrown = await Assert.ThrowsAsync<KvTransferException>(async () => await node.Client.OpenAsync(node.Endpoint, ticket, Small, 4, None));
        Assert.Equal(KvRefusal.Busy, thrown.Refusal);
    }
}
