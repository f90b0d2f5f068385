using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>A stretch of a request's body, in bytes from its beginning.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How long it is; 0 when the body has no such value.</param>
public readonly record struct BodySpan(int Start, int Length);

/// <summary>
/// A body without the contents of its long strings. The framework's reader walks a string byte by byte from its first escape on, and
/// a prompt with line breaks is one such string; this one jumps from escape to escape. Only contents that are valid by themselves are
/// left out, so what is left is a valid document exactly when the whole is.
/// </summary>
internal readonly ref struct BodySkeleton
{
    /// <summary>Contents shorter than this stay: taking them out would cost more than reading them.</summary>
    public const int CutBytesMin = 128;

    private static readonly SearchValues<byte> _shortEscapes = SearchValues.Create("\"\\/bfnrt"u8);

    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlySpan<Cut> _cuts;

    /// <summary>The whole body, nothing left out.</summary>
    public BodySkeleton(ReadOnlySpan<byte> body)
        : this(body, body, [])
    {
    }

    private BodySkeleton(ReadOnlySpan<byte> body, ReadOnlySpan<byte> json, ReadOnlySpan<Cut> cuts)
    {
        _body = body;
        Json = json;
        _cuts = cuts;
    }

    /// <summary>What is left to parse.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>Leaves the long strings out.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="scratch">Room for what is left, as long as the body.</param>
    /// <param name="cuts">Room for one cut per <see cref="CutBytesMin"/> bytes of the body.</param>
    /// <param name="skeleton">The result.</param>
    /// <returns>False when a string is not valid or does not end.</returns>
    public static bool TryCut(ReadOnlySpan<byte> body, Span<byte> scratch, Span<Cut> cuts, out BodySkeleton skeleton)
    {
        int at = 0, kept = 0, written = 0, count = 0;
        for (int quote = body.IndexOf((byte)'"'); quote >= 0; quote = body[at..].IndexOf((byte)'"'))
        {
            int start = at + quote + 1;
            int length = ContentLength(body[start..]);
            if (length < 0)
            {
                skeleton = default;
                return false;
            }

            if (length >= CutBytesMin)
            {
                body[kept..start].CopyTo(scratch[written..]);
                written += start - kept;
                kept = start + length;
                cuts[count++] = new Cut(written, kept - written);
            }

            at = start + length + 1;
        }

        body[kept..].CopyTo(scratch[written..]);
        skeleton = new BodySkeleton(body, scratch[..(written + body.Length - kept)], cuts[..count]);
        return true;
    }

    /// <summary>Where in the body a stretch of <see cref="Json"/> comes from, what was left out of it included.</summary>
    /// <param name="start">Where a token starts.</param>
    /// <param name="end">Where it, or a later one, ends.</param>
    public BodySpan Place(long start, long end)
    {
        int first = InBody((int)start);
        return new BodySpan(first, InBody((int)end) - first);
    }

    /// <summary>The body's bytes there.</summary>
    public ReadOnlySpan<byte> Raw(BodySpan place) => _body.Slice(place.Start, place.Length);

    /// <summary>Bytes up to the string's closing quote; -1 when the content is not valid or does not end.</summary>
    private static int ContentLength(ReadOnlySpan<byte> bytes)
    {
        int end = FindQuote(bytes);
        return end < CutBytesMin || Utf8.IsValid(bytes[..end]) ? end : -1;
    }

    /// <summary>
    /// Index of the closing quote; -1 when there is none, or a control character or a wrong escape before it. A search for the next
    /// special byte would be started anew at every escape of a text that is full of them, so the marks of 32 bytes are taken at once.
    /// </summary>
    private static int FindQuote(ReadOnlySpan<byte> bytes)
    {
        int next = 0;
        for (int at = 0; at < bytes.Length; at += Vector256<byte>.Count)
        {
            for (uint marks = Marks(bytes[at..]); marks != 0; marks &= marks - 1)
            {
                int index = at + BitOperations.TrailingZeroCount(marks);
                if (index < next)
                {
                    continue;
                }

                if (bytes[index] == '"')
                {
                    return index;
                }

                int escape = bytes[index] == '\\' ? EscapeLength(bytes[index..]) : 0;
                if (escape == 0)
                {
                    return -1;
                }

                next = index + escape;
            }
        }

        return -1;
    }

    /// <summary>One bit for each of the next 32 bytes that is a quote, a backslash or a control character.</summary>
    private static uint Marks(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Vector256<byte>.Count)
        {
            Span<byte> padded = stackalloc byte[Vector256<byte>.Count];
            padded.Fill((byte)' ');
            bytes.CopyTo(padded);
            return Marks(Vector256.Create<byte>(padded));
        }

        return Marks(Vector256.Create(bytes));
    }

    private static uint Marks(Vector256<byte> bytes) => (
        Vector256.Equals(bytes, Vector256.Create((byte)'"'))
        | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();

    private static int EscapeLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 2 ? 0
        : _shortEscapes.Contains(bytes[1]) ? 2
        : bytes[1] == 'u' && bytes.Length >= 6 && IsHex(bytes[2..6]) ? 6
        : 0;

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }

    private int InBody(int position)
    {
        int low = 0, high = _cuts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _cuts[middle].At < position ? (middle + 1, high) : (low, middle);
        }

        return position + (low == 0 ? 0 : _cuts[low - 1].Removed);
    }

    /// <summary>One string that lost its content.</summary>
    /// <param name="At">Where its closing quote stands now.</param>
    /// <param name="Removed">Bytes left out up to there.</param>
    internal readonly record struct Cut(int At, int Removed);
}
