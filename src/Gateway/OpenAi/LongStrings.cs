using System.Buffers;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// Takes the contents of long JSON strings out of a body without copying it. The framework's reader walks a string byte by byte
/// from its first escape on, and a prompt with line breaks is one such string; this one jumps from escape to escape.
/// Only contents that are valid by themselves are taken out, so the rest is a valid document exactly when the whole is.
/// </summary>
internal struct LongStrings
{
    // Longer than any text the gateway looks at: a model name of the largest size, every character written as \uXXXX.
    private const int BytesMin = 2048;

    private static readonly SearchValues<byte> _shortEscapes = SearchValues.Create("\"\\/bfnrt"u8);

    private SequenceBuilder _kept;
    private State _state;
    private int _hexDigits;
    private long _contentStart;

    private enum State
    {
        Outside,
        Content,
        Escape,
        Hex,
    }

    /// <summary>The body without the contents of its long strings; null when a string is not valid or does not end.</summary>
    public static ReadOnlySequence<byte>? Cut(in ReadOnlySequence<byte> body)
    {
        var cutter = new LongStrings { _kept = new SequenceBuilder(body) };
        long offset = 0;
        foreach (ReadOnlyMemory<byte> memory in body)
        {
            if (!cutter.Walk(memory.Span, offset))
            {
                return null;
            }

            offset += memory.Length;
        }

        return cutter._state == State.Outside ? cutter._kept.Build() : null;
    }

    private bool Walk(ReadOnlySpan<byte> bytes, long offset)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int step = _state switch
            {
                State.Outside => FindOpening(bytes[at..], offset + at),
                State.Content => FindSpecial(bytes[at..], offset + at),
                State.Escape => TakeEscape(bytes[at]),
                _ => TakeHexDigit(bytes[at]),
            };
            if (step < 0)
            {
                return false;
            }

            at += step;
        }

        return true;
    }

    private int FindOpening(ReadOnlySpan<byte> bytes, long offset)
    {
        int quote = bytes.IndexOf((byte)'"');
        if (quote < 0)
        {
            return bytes.Length;
        }

        _state = State.Content;
        _contentStart = offset + quote + 1;
        return quote + 1;
    }

    /// <summary>Walks to the string's end, or to an escape that the bytes at hand cut in two, or to the end of the bytes.</summary>
    private int FindSpecial(ReadOnlySpan<byte> bytes, long offset)
    {
        int at = 0;
        while (true)
        {
            int found = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
            at = found < 0 ? bytes.Length : at + found;
            if (at + 1 < bytes.Length && bytes[at] == '\\' && _shortEscapes.Contains(bytes[at + 1]))
            {
                at += 2;
                continue;
            }

            // Control characters are looked for in one sweep over the stretch: escapes are many, and they are almost never there.
            return bytes[..at].ContainsAnyInRange((byte)0, (byte)0x1F) ? -1 : at == bytes.Length ? at : Leave(bytes[at], at, offset);
        }
    }

    private int Leave(byte special, int at, long offset)
    {
        if (special == '"')
        {
            _state = State.Outside;
            DropContent(offset + at);
        }
        else
        {
            _state = State.Escape;
        }

        return at + 1;
    }

    private int TakeEscape(byte value)
    {
        _state = value == (byte)'u' ? State.Hex : State.Content;
        _hexDigits = 0;
        return value == (byte)'u' || _shortEscapes.Contains(value) ? 1 : -1;
    }

    private int TakeHexDigit(byte value)
    {
        if (++_hexDigits == 4)
        {
            _state = State.Content;
        }

        return char.IsAsciiHexDigit((char)value) ? 1 : -1;
    }

    private void DropContent(long end)
    {
        if (end - _contentStart >= BytesMin)
        {
            _kept.Drop(_contentStart, end);
        }
    }

    /// <summary>Strings together the stretches that are kept.</summary>
    private struct SequenceBuilder(ReadOnlySequence<byte> body)
    {
        private Segment? _first;
        private Segment? _last;
        private long _keptUpTo;

        public void Drop(long start, long end)
        {
            Keep(body.Slice(_keptUpTo, start - _keptUpTo));
            _keptUpTo = end;
        }

        public ReadOnlySequence<byte> Build()
        {
            if (_first is null)
            {
                return body;
            }

            Keep(body.Slice(_keptUpTo));
            return new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);
        }

        private void Keep(in ReadOnlySequence<byte> stretch)
        {
            foreach (ReadOnlyMemory<byte> memory in stretch)
            {
                _last = new Segment(memory, _last);
                _first ??= _last;
            }
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
