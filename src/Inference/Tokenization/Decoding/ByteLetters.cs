namespace InferenceGateway.Inference.Tokenization.Decoding;

/// <summary>
/// The alphabet of byte-level vocabularies: each byte is spelled as one printable letter. Printable bytes of
/// Latin-1 spell themselves; the others take the letters from U+0100 on, in order.
/// </summary>
internal static class ByteLetters
{
    private const int FirstSubstitute = 0x100;

    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The letter that spells a byte.</summary>
    public static char Letter(byte value) => Letters[value];

    /// <summary>The bytes that a token spells, or null when one of its characters is no byte's letter.</summary>
    public static byte[]? Spelled(string token)
    {
        var bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            int value = token[i] < Bytes.Length ? Bytes[token[i]] : -1;
            if (value < 0)
            {
                return null;
            }

            bytes[i] = (byte)value;
        }

        return bytes;
    }

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        int next = FirstSubstitute;
        for (int value = 0; value < letters.Length; value++)
        {
            letters[value] = IsPrintable(value) ? (char)value : (char)next++;
        }

        return letters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[Letters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < Letters.Length; value++)
        {
            bytes[Letters[value]] = (short)value;
        }

        return bytes;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
