using System.Buffers.Binary;
using CsCheck;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Transfer;

public sealed class KvHostilePeerTests
{
    private static readonly KvLayout Small = KvTransferTests.Small;

    private static readonly KvFrameType[] Types = [KvFrameType.Open, KvFrameType.Rows, KvFrameType.Tail, KvFrameType.Reply];

    public static TheoryData<string, KvRefusal> Openings => new()
    {
        { "magic", KvRefusal.Malformed },
        { "version", KvRefusal.UnknownVersion },
        { "type", KvRefusal.Malformed },
        { "reserved", KvRefusal.Malformed },
        { "length", KvRefusal.TooLarge },
        { "negative", KvRefusal.TooLarge },
        { "checksum", KvRefusal.BadChecksum },
        { "layout version", KvRefusal.LayoutMismatch },
        { "text lengths", KvRefusal.Malformed },
        { "control characters", KvRefusal.Malformed },
        { "overflow", KvRefusal.Malformed },
        { "rows first", KvRefusal.Malformed },
    };

    public static TheoryData<string, KvRefusal> Frames => new()
    {
        { "gap", KvRefusal.OutOfRange },
        { "overlap", KvRefusal.OutOfRange },
        { "beyond", KvRefusal.OutOfRange },
        { "negative count", KvRefusal.OutOfRange },
        { "none", KvRefusal.OutOfRange },
        { "short payload", KvRefusal.Malformed },
        { "oversized", KvRefusal.TooLarge },
        { "checksum", KvRefusal.BadChecksum },
        { "early tail", KvRefusal.OutOfRange },
        { "oversized tail", KvRefusal.TooLarge },
        { "second opening", KvRefusal.Malformed },
        { "reply", KvRefusal.Malformed },
        { "version", KvRefusal.UnknownVersion },
    };

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Opening_that_breaks_a_rule_is_refused_and_claims_nothing(string what, KvRefusal refusal)
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 4);
        using var peer = await RawPeer.ConnectAsync(node.Address);

        await peer.SendAsync(what == "rows first"
            ? RawPeer.Frame(KvFrameType.Rows, 0, 1, new byte[Small.TokenBytes])
            : Spoil(RawPeer.Open(ticket, Small, 4), what));

        Assert.Equal(refusal, await peer.ReplyAsync());
        await peer.ClosedAsync();
        Assert.Equal(0, node.Slots.Claims);
        Assert.Equal((0, 0), slot.Ends);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Frame_that_breaks_a_rule_fails_the_slot_once_and_writes_nothing(string what, KvRefusal refusal)
    {
        await using var node = await KvNode.StartAsync();
        var (ticket, slot) = node.Slots.Reserve(Small, 4);
        using var peer = await RawPeer.ConnectAsync(node.Address);
        await peer.SendAsync(RawPeer.Open(ticket, Small, 4));
        Assert.Equal(KvRefusal.None, await peer.ReplyAsync());
        await peer.SendAsync(Rows(0, 2));
        await Eventually.TrueAsync("the good rows", () => slot.Writes == Small.Layers * 2 * Small.Heads);

        await peer.SendAsync(Bad(what, RawPeer.Open(ticket, Small, 4)));

        Assert.Equal(refusal, await peer.ReplyAsync());
        peer.FinishSending();
        await peer.ClosedAsync();
        Assert.Equal((0, 1), slot.Ends);
        Assert.Equal(Small.Layers * 2 * Small.Heads, slot.Writes);
        await Eventually.TrueAsync("the connection closed", () => node.Listener.Connections == 0);
    }

    [Fact]
    public async Task Random_bytes_claim_nothing_and_leave_nothing_open()
    {
        await using var node = await KvNode.StartAsync();
        var random = new Random(20261124);
        for (var n = 0; n < 2000; n++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            if (n % 2 == 0 && bytes.Length >= KvFrameHeader.Size)
            {
                // Every other one gets past the magic number.
                RawPeer.Frame((KvFrameType)random.Next(0, 8), random.Next(), random.Next(), [])[..8].CopyTo(bytes, 0);
            }

            using var peer = await RawPeer.ConnectAsync(node.Address);
            await peer.SendAsync(bytes);
            peer.FinishSending();
            await peer.ClosedAsync();
        }

        Assert.Equal(0, node.Slots.Claims);
        await Eventually.TrueAsync("all connections closed", () => node.Listener.Connections == 0);
        Assert.Empty(node.Log.Of(2104));
    }

    [Fact]
    public async Task Stream_with_one_changed_byte_never_completes()
    {
        await using var node = await KvNode.StartAsync();
        var random = new Random(7);
        for (var n = 0; n < 1000; n++)
        {
            var (ticket, slot) = node.Slots.Reserve(Small, 3);
            byte[] stream =
            [
                .. RawPeer.Open(ticket, Small, 3), .. Rows(0, 2), .. Rows(2, 1), .. RawPeer.Frame(KvFrameType.Tail, 0, 0, [9, 9]),
            ];
            stream[random.Next(stream.Length)] ^= (byte)random.Next(1, 256);

            using var peer = await RawPeer.ConnectAsync(node.Address);
            await peer.SendAsync(stream);
            peer.FinishSending();
            await peer.ClosedAsync();

            Assert.Equal(0, slot.Ends.Completions);
            Assert.InRange(slot.Ends.Failures, 0, 1);
        }

        await Eventually.TrueAsync("all connections closed", () => node.Listener.Connections == 0);
        Assert.Equal(node.Slots.Claims, node.Failures.Count(f => f.Peer == "raw-peer"));
    }

    [Fact]
    public void Header_survives_the_wire_and_any_changed_bit_is_noticed()
        => Gen.Select(
            Gen.Int[0, 3].Select(n => Types[n]), Gen.Int, Gen.Int, Gen.Byte.Array[0, 400], Gen.Int[0, 1 << 20])
            .Sample((type, first, count, payload, bit) =>
            {
                var frame = RawPeer.Frame(type, first, count, payload);
                Assert.Equal(KvRefusal.None, KvFrameHeader.TryRead(frame, out var header));
                Assert.Equal(new KvFrameHeader(type, first, count, payload.Length), header);
                Assert.True(KvFrameHeader.IsIntact(frame.AsSpan(0, KvFrameHeader.Size), payload));

                frame[bit / 8 % frame.Length] ^= (byte)(1 << (bit % 8));
                Assert.False(
                    KvFrameHeader.TryRead(frame, out header) == KvRefusal.None
                    && KvFrameHeader.IsIntact(frame.AsSpan(0, KvFrameHeader.Size), frame.AsSpan(KvFrameHeader.Size)));
            });

    [Fact]
    public void Opening_survives_the_wire()
    {
        var text = Gen.Char['!', '~'].Array[1, 100].Select(chars => new string(chars));
        var layout = Gen.Select(Gen.Int[1, 3].Select(n => (KvElementType)n), Gen.Int[1, 64], Gen.Int[1, 64], Gen.Int[1, 128], Gen.Byte.Array[16])
            .Select((type, layers, heads, size, hash) => new KvLayout(Convert.ToHexStringLower(hash), type, layers, heads, size));
        Gen.Select(Gen.Guid, Gen.Long, layout, Gen.Int[1, int.MaxValue], text, text).Sample((nonce, epoch, rows, tokens, request, sender) =>
        {
            var opening = new KvOpening(nonce, epoch, rows, tokens, request, sender);
            var bytes = new byte[opening.Size];
            opening.Write(bytes);
            Assert.Equal(opening, KvOpening.TryRead(bytes, out var refusal));
            Assert.Equal(KvRefusal.None, refusal);
            Assert.Null(KvOpening.TryRead(bytes.AsSpan(0, bytes.Length - 1), out _));
        });
    }

    private static byte[] Rows(int first, int count) => RawPeer.Frame(KvFrameType.Rows, first, count, new byte[Math.Max(count, 0) * Small.TokenBytes]);

    private static byte[] Bad(string what, byte[] opening) => what switch
    {
        "gap" => Rows(3, 1),
        "overlap" => Rows(1, 2),
        "beyond" => Rows(2, 3),
        "negative count" => Rows(2, -1),
        "none" => Rows(2, 0),
        "short payload" => RawPeer.Frame(KvFrameType.Rows, 2, 1, new byte[Small.TokenBytes - 1]),
        "oversized" => Spoil(Rows(2, 1), "length"),
        "checksum" => Spoil(Rows(2, 1), "checksum"),
        "early tail" => RawPeer.Frame(KvFrameType.Tail, 0, 0, []),
        "oversized tail" => RawPeer.Frame(KvFrameType.Tail, 0, 0, new byte[Limits.KvTailBytesMax + 1]),
        "second opening" => opening,
        "reply" => RawPeer.Frame(KvFrameType.Reply, 0, 0, []),
        "version" => Spoil(Rows(2, 1), "version"),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    /// <summary>Breaks one thing; what a checksum would notice first is sealed again.</summary>
    private static byte[] Spoil(byte[] frame, string what)
    {
        var payload = frame.AsSpan(KvFrameHeader.Size);
        switch (what)
        {
            case "magic":
                frame[0] ^= 1;
                return frame;
            case "version":
                frame[4] = 2;
                return frame;
            case "type":
                frame[5] = 77;
                return frame;
            case "reserved":
                frame[6] = 1;
                return frame;
            case "length":
                BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), Limits.KvFramePayloadBytesMax + 1);
                return frame;
            case "negative":
                BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), -1);
                return frame;
            case "checksum":
                frame[^1] ^= 1;
                return frame;
            case "layout version":
                BinaryPrimitives.WriteUInt16LittleEndian(payload[28..], KvLayout.Version + 1);
                break;
            case "text lengths":
                BinaryPrimitives.WriteUInt16LittleEndian(payload[60..], 999);
                break;
            case "control characters":
                payload[64] = (byte)'\n';
                break;
            case "overflow":
                BinaryPrimitives.WriteInt32LittleEndian(payload[32..], int.MaxValue);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }

        new KvFrameHeader(KvFrameType.Open, 0, 0, payload.Length).Seal(frame);
        return frame;
    }
}
