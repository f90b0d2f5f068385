using InferenceGateway.Contracts.Usage;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>What a scan found in the whole events.</summary>
/// <param name="Events">Data events that may carry a token: neither comments, nor <c>[DONE]</c>, nor a closing usage event.</param>
/// <param name="UsageStart">Index of the brace that opens the last usage object.</param>
/// <param name="UsageLength">Bytes from there to its event's end; 0 when there is none.</param>
/// <param name="CommentStart">Index of a worker's comment with exact counts (<see cref="UsageComment"/>).</param>
/// <param name="CommentLength">Bytes of the comment with the blank line after it; 0 when there is none.</param>
public readonly record struct EventTally(int Events, int UsageStart, int UsageLength, int CommentStart, int CommentLength);

/// <summary>Finds server-sent events in bytes, by vectorised search and without parsing what they hold.</summary>
public static class EventScanner
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Counts the whole events at the start of the bytes.</summary>
    /// <param name="bytes">Starts where an event starts.</param>
    /// <param name="tally">What was found.</param>
    /// <returns>Index after the last whole event; 0 when there is none.</returns>
    public static int Scan(ReadOnlySpan<byte> bytes, out EventTally tally)
    {
        int start = 0;
        tally = default;
        for (int length = EventLength(bytes); length > 0; length = EventLength(bytes[start..]))
        {
            Tally(bytes.Slice(start, length), start, ref tally);
            start += length;
        }

        return start;
    }

    /// <summary>The first whole event.</summary>
    /// <param name="bytes">Starts where an event starts.</param>
    /// <param name="data">From the first byte of its data to its end; empty when it has none.</param>
    /// <returns>Its length; 0 when none is whole.</returns>
    public static int Next(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data)
    {
        int length = EventLength(bytes);
        data = Data(bytes[..length]);
        return length;
    }

    private static void Tally(ReadOnlySpan<byte> bytes, int start, ref EventTally tally)
    {
        if (bytes.StartsWith(UsageComment.Prefix))
        {
            tally = tally with { CommentStart = start, CommentLength = bytes.Length };
            return;
        }

        ReadOnlySpan<byte> data = Data(bytes);
        if (data.IsEmpty || data.StartsWith("[DONE]"u8))
        {
            return;
        }

        int usage = UsageObject(data);
        if (usage >= 0)
        {
            tally = tally with { UsageStart = start + bytes.Length - data.Length + usage, UsageLength = data.Length - usage };
            if (data.IndexOf("\"choices\":[]"u8) >= 0 || data.IndexOf("\"choices\": []"u8) >= 0)
            {
                return;
            }
        }

        tally = tally with { Events = tally.Events + 1 };
    }

    /// <summary>From the first byte of the first data line to the event's end; empty when the event has no data.</summary>
    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> field = "data:"u8;
        int line = bytes.StartsWith(field) ? 0 : 1 + Math.Max(bytes.IndexOf("\ndata:"u8), bytes.IndexOf("\rdata:"u8));
        return line == 0 && !bytes.StartsWith(field) ? [] : bytes[(line + field.Length)..].TrimStart((byte)' ');
    }

    /// <summary>Index of the brace after the last <c>"usage":</c>, or -1; <c>"usage": null</c> is none.</summary>
    private static int UsageObject(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> name = "\"usage\""u8;
        int at = data.LastIndexOf(name);
        if (at < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> value = data[(at + name.Length)..].TrimStart(" :\t"u8);
        return value.StartsWith("{"u8) ? data.Length - value.Length : -1;
    }

    /// <summary>Length of the first event with the blank line that ends it, in any of the three line endings; 0 when it is not whole.</summary>
    private static int EventLength(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (true)
        {
            int found = bytes[at..].IndexOfAny(LineFeed, CarriageReturn);
            if (found < 0)
            {
                return 0;
            }

            at += found;
            int blank = BlankLineLength(bytes[at..]);
            if (blank > 0)
            {
                return at + blank;
            }

            at++;
        }
    }

    private static int BlankLineLength(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("\n\n"u8) || bytes.StartsWith("\r\r"u8) ? 2
        : bytes.StartsWith("\n\r\n"u8) ? 3
        : 0;
}
