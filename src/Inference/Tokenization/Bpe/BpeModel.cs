using System.Text;
using InferenceGateway.Inference.Tokenization.Decoding;

namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>
/// Byte-pair encoding: a piece starts as its characters (or bytes), and the neighbours that were joined
/// earliest in training are joined first, the leftmost on a tie.
/// </summary>
/// <remarks>
/// Microsoft.ML.Tokenizers has this algorithm, but removes joined symbols from an array one at a time, so a
/// long piece takes quadratic time (a SentencePiece vocabulary makes one piece of a whole prompt); it also
/// has neither byte fallback nor merges of tokens that contain a space.
/// </remarks>
internal sealed class BpeModel
{
    private const int None = -1;

    private readonly BpeRules _rules;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly int[] _byteIds = new int[256];

    public BpeModel(BpeRules rules)
    {
        _rules = rules;
        _ids = rules.Vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int value = 0; value < _byteIds.Length; value++)
        {
            string token = rules.IsByteLevel ? ByteLetters.Letter((byte)value).ToString() : $"<0x{value:X2}>";
            _byteIds[value] = rules.Vocabulary.GetValueOrDefault(token, None);
        }
    }

    /// <summary>Appends the ids of one piece.</summary>
    public void Encode(ReadOnlySpan<char> piece, BpeSymbols symbols, List<int> ids)
    {
        if (_rules.IgnoresMergesForWholeTokens && WholeToken(piece) is int whole && !_rules.SpecialIds.Contains(whole))
        {
            ids.Add(whole);
            return;
        }

        symbols.Clear();
        if (_rules.IsByteLevel)
        {
            AddBytes(piece, symbols);
        }
        else
        {
            AddCharacters(piece, symbols);
        }

        symbols.Merge(_rules.Merges);
        symbols.CopyTo(ids);
    }

    private int? WholeToken(ReadOnlySpan<char> piece)
    {
        if (piece.Length > _rules.LongestTokenChars)
        {
            return null;
        }

        if (!_rules.IsByteLevel)
        {
            return _ids.TryGetValue(piece, out int id) ? id : null;
        }

        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(piece.Length)];
        int count = Encoding.UTF8.GetBytes(piece, bytes);
        Span<char> letters = stackalloc char[count];
        for (int i = 0; i < count; i++)
        {
            letters[i] = ByteLetters.Letter(bytes[i]);
        }

        return _ids.TryGetValue(letters, out int byteLevelId) ? byteLevelId : null;
    }

    private void AddBytes(ReadOnlySpan<char> piece, BpeSymbols symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in piece.EnumerateRunes())
        {
            int length = rune.EncodeToUtf8(utf8);
            foreach (byte value in utf8[..length])
            {
                Add(_byteIds[value], symbols);
            }
        }
    }

    private void AddCharacters(ReadOnlySpan<char> piece, BpeSymbols symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (int at = 0; at < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[at..], out Rune rune, out int length);
            ReadOnlySpan<char> character = piece.Slice(at, length);
            at += length;
            if (_ids.TryGetValue(character, out int id))
            {
                symbols.Add(id);
            }
            else if (!TryAddFallback(utf8[..rune.EncodeToUtf8(utf8)], symbols))
            {
                Add(None, symbols);
            }
        }
    }

    /// <summary>All of a character's bytes, or none of them.</summary>
    private bool TryAddFallback(ReadOnlySpan<byte> utf8, BpeSymbols symbols)
    {
        if (!_rules.FallsBackToBytes)
        {
            return false;
        }

        foreach (byte value in utf8)
        {
            if (_byteIds[value] == None)
            {
                return false;
            }
        }

        foreach (byte value in utf8)
        {
            symbols.Add(_byteIds[value]);
        }

        return true;
    }

    private void Add(int id, BpeSymbols symbols)
    {
        if (id != None)
        {
            symbols.Add(id);
        }
        else if (_rules.UnknownId is int unknown)
        {
            symbols.AddUnknown(unknown, _rules.FusesUnknown);
        }
    }
}
