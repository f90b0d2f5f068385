using InferenceGateway.Contracts.Handoff;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Transfer;

public sealed class KvTransferTests
{
    internal const string ModelHash = "0123456789abcdef0123456789abcdef";

    internal static readonly KvLayout Small = new(ModelHash, KvElementType.Float32, 2, 3, 8);

    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(KvElementType.Float32, 1, 1, 1, 1, 1)]
    [InlineData(KvElementType.Float32, 2, 3, 8, 17, 5)]
    [InlineData(KvElementType.Float16, 30, 3, 64, 100, 16)]
    [InlineData(KvElementType.BFloat16, 4, 8, 128, 301, 301)]
    [InlineData(KvElementType.Float16, 32, 8, 128, 40, 7)]
    public async Task Push_delivers_rows_tail_and_record(KvElementType type, int layers, int heads, int headSize, int tokens, int chunk)
    {
        var layout = new KvLayout(ModelHash, type, layers, heads, headSize);
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(layout, tokens, "req-42");
        var rows = Rows.Random(layout, tokens);
        byte[] tail = [1, 2, 3];

        var record = await PushAsync(node, ticket, rows, tokens, chunk, tail);

        Assert.Equal("complete", await slot.EndAsync("complete"));
        Assert.True(rows.Bytes.SequenceEqual(slot.Rows.Bytes));
        Assert.Equal(tail, slot.Tail);
        Assert.Equal((1, 0), slot.Ends);
        var expected = new KvTransferRecord("req-42", "prefill-0", "decode-0", tokens, (long)tokens * layout.TokenBytes, record.Elapsed);
        Assert.Equal(expected, record);
        Assert.Equal(expected, slot.Record! with { Elapsed = record.Elapsed });
        Assert.Equal(2, node.Completions.Count);
        Assert.Empty(node.Failures);
        Assert.All(
            node.Log.Of(2100),
            line => Assert.Matches("request_id=req-42 phase=transfer direction=.* from=prefill-0 to=decode-0 tokens=[0-9]+ bytes=[0-9]+ ms=", line.Message));
        Assert.Equal(2, node.Log.Of(2100).Count);
    }

    [Fact]
    public async Task Push_of_rows_larger_than_a_frame_is_split()
    {
        var layout = new KvLayout(ModelHash, KvElementType.Float32, 2, 2, 256);
        await using var node = await KvNode.StartAsync(null, ("KvClient:FrameBytes", "4096"));
        var (ticket, slot) = node.Slots.Reserve(layout, 9);
        var rows = Rows.Random(layout, 9);

        await PushAsync(node, ticket, rows, 9, 9, []);

        Assert.True(rows.Bytes.SequenceEqual(slot.Rows.Bytes));
        // A token is larger than the wanted frame: one token per frame, each written run by run.
        Assert.Equal(9 * 2 * 2 * 2, slot.Writes);
    }

    [Fact]
    public async Task Pushes_one_after_the_other_share_a_connection()
    {
        await using var node = await KvNode.StartAsync();
        for (var n = 0; n < 5; n++)
        {
            var (ticket, slot) = node.Slots.Reserve(Small, 4);
            await PushAsync(node, ticket, Rows.Random(Small, 4, n), 4, 2, []);
            Assert.Equal((1, 0), slot.Ends);
        }

        Assert.Equal(1, node.Listener.Connections);
    }

    [Fact]
    public async Task Push_after_the_peer_closed_the_idle_connection_makes_a_new_one()
    {
        await using var first = await KvNode.StartAsync();
        var (ticket, _) = first.Slots.Reserve(Small, 4);
        await PushAsync(first, ticket, Rows.Random(Small, 4), 4, 4, []);
        await first.StopListenerAsync();
        await using var second = await KvNode.StartAsync(null, ("KvListener:Port", $"{first.Address.Port}"));

        var (again, slot) = second.Slots.Reserve(Small, 4);
        await PushAsync(first, again, Rows.Random(Small, 4), 4, 4, []);

        Assert.Equal((1, 0), slot.Ends);
    }

    [Fact]
    public async Task Sixteen_pushes_at_once_do_not_mix()
    {
        var layout = new KvLayout(ModelHash, KvElementType.Float16, 8, 4, 64);
        await using var node = await KvNode.StartAsync(null, ("KvClient:FrameBytes", "65536"));
        var transfers = Enumerable.Range(0, 16).Select(n => (Reserved: node.Slots.Reserve(layout, 64, $"r{n}"), Rows: Rows.Random(layout, 64, n))).ToList();

        await Task.WhenAll(transfers.Select(t => Task.Run(() => PushAsync(node, t.Reserved.Ticket, t.Rows, 64, 13, [(byte)t.Reserved.Ticket.RequestId.Length]))));

        Assert.All(transfers, t => Assert.True(t.Rows.Bytes.SequenceEqual(t.Reserved.Slot.Rows.Bytes)));
        Assert.All(transfers, t => Assert.Equal((1, 0), t.Reserved.Slot.Ends));
    }

    [Theory]
    [InlineData("unknown", KvRefusal.UnknownTicket)]
    [InlineData("epoch", KvRefusal.UnknownTicket)]
    [InlineData("used", KvRefusal.UnknownTicket)]
    [InlineData("expired", KvRefusal.UnknownTicket)]
    [InlineData("model", KvRefusal.LayoutMismatch)]
    [InlineData("type", KvRefusal.LayoutMismatch)]
    [InlineData("heads", KvRefusal.LayoutMismatch)]
    [InlineData("tokens", KvRefusal.TooManyTokens)]
    public async Task Open_that_does_not_fit_the_reservation_is_refused(string what, KvRefusal refusal)
    {
        await using var node = await KvNode.StartAsync();
        var (good, slot) = node.Slots.Reserve(Small, 4);
        if (what == "used")
        {
            await PushAsync(node, good, Rows.Random(Small, 4), 4, 4, []);
        }

        var ticket = what switch
        {
            "unknown" => good with { Nonce = Guid.NewGuid() },
            "epoch" => good with { Epoch = Slots.Epoch - 1 },
            "expired" => good with { Deadline = DateTimeOffset.UnixEpoch },
            _ => good,
        };
        var layout = what switch
        {
            "model" => Small with { ModelHash = new string('f', 32) },
            "type" => Small with { ElementType = KvElementType.Float16, HeadSize = Small.HeadSize * 2 },
            "heads" => Small with { Heads = Small.Heads + 1 },
            _ => Small,
        };
        var thrown = await Assert.ThrowsAsync<KvTransferException>(
            async () => await node.Client.OpenAsync(node.Endpoint, ticket, layout, what == "tokens" ? 5 : 4, None));

        Assert.Equal(refusal, thrown.Refusal);
        Assert.Contains(node.Endpoint, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("req-1", thrown.Message, StringComparison.Ordinal);
        // A claim that turned out not to fit is failed once; a ticket that fits nothing claims nothing.
        var claimed = refusal is KvRefusal.LayoutMismatch or KvRefusal.TooManyTokens;
        Assert.Equal(what == "used" ? (1, 0) : claimed ? (0, 1) : (0, 0), slot.Ends);
        Assert.Contains((KvTransferDirection.Sent, "decode-0", refusal), node.Failures);
    }

    [Theory]
    [InlineData("no-port")]
    [InlineData("host:0")]
    [InlineData(":1")]
    [InlineData("host:x")]
    public async Task Open_to_no_endpoint_is_refused(string endpoint)
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, _) = node.Slots.Reserve(Small, 4);

        await Assert.ThrowsAsync<ArgumentException>(async () => await node.Client.OpenAsync(endpoint, ticket, Small, 4, None));
    }

    [Fact]
    public async Task Open_of_what_cannot_be_on_the_wire_is_refused_before_connecting()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        var huge = new KvLayout(ModelHash, KvElementType.Float32, 1 << 20, 1 << 20, 1 << 20);

        await Assert.ThrowsAsync<ArgumentException>(async () => await node.Client.OpenAsync(node.Endpoint, ticket, huge, 4, None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await node.Client.OpenAsync(node.Endpoint, ticket, Small with { ModelHash = "x" }, 4, None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await node.Client.OpenAsync(node.Endpoint, ticket, Small, 0, None));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await node.Client.OpenAsync(node.Endpoint, ticket with { RequestId = "two\nlines" }, Small, 4, None));
        Assert.Equal(0, node.Listener.Connections);
    }

    [Fact]
    public async Task Open_to_a_port_without_listener_says_so()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        var nobody = $"127.0.0.1:{FreePort.Next()}";

        var thrown = await Assert.ThrowsAsync<KvTransferException>(async () => await node.Client.OpenAsync(nobody, ticket, Small, 4, None));

        Assert.Contains(nobody, thrown.Message, StringComparison.Ordinal);
        Assert.Contains((KvTransferDirection.Sent, "decode-0", KvRefusal.None), node.Failures);
    }

    [Fact]
    public async Task Push_out_of_order_or_of_another_layout_is_refused_by_the_sender()
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, _) = node.Slots.Reserve(Small, 4);
        var rows = Rows.Random(Small, 4);
        await using var push = await node.Client.OpenAsync(node.Endpoint, ticket, Small, 4, None);

        await Assert.ThrowsAsync<ArgumentException>(async () => await push.PushAsync(rows, 1, 1, None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await push.PushAsync(rows, 0, 5, None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await push.PushAsync(Rows.Random(Small with { Heads = 1 }, 4), 0, 1, None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await push.CompleteAsync(ReadOnlyMemory<byte>.Empty, None));
    }

    internal static async Task<KvTransferRecord> PushAsync(KvNode node, KvTicket ticket, Rows rows, int tokens, int chunk, byte[] tail)
    {
        await using var push = await node.Client.OpenAsync(node.Endpoint, ticket, rows.Layout, tokens, None);
        for (var first = 0; first < tokens; first += chunk)
        {
            await push.PushAsync(rows, first, Math.Min(chunk, tokens - first), None);
        }

        return await push.CompleteAsync(tail, None);
    }
}
