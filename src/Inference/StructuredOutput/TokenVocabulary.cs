using System.Collections.Concurrent;
using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Masks;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// A tokenizer's tokens, arranged for finding those that a grammar allows. Built once per model and shared by all its grammars;
/// what they find out in common is kept here too. Seen from outside it is immutable: any number of threads may use it.
/// </summary>
public sealed class TokenVocabulary
{
    private readonly byte[]?[] _bytes;
    private readonly int[] _stopTokens;

    private TokenVocabulary(byte[]?[] bytes, int[] stopTokens, TokenTrie trie, ByteSet singleBytes)
    {
        _bytes = bytes;
        _stopTokens = stopTokens;
        Trie = trie;
        SingleBytes = singleBytes;
    }

    /// <summary>The largest token id plus one.</summary>
    public int Size => _bytes.Length;

    /// <summary>How many 64-bit words a mask over this vocabulary has.</summary>
    public int MaskLength => (Size + 63) / 64;

    /// <summary>The tokens that end a sequence.</summary>
    public IReadOnlyList<int> StopTokens => _stopTokens;

    internal TokenTrie Trie { get; }

    /// <summary>What follows in the texts that all grammars have in common.</summary>
    internal ConcurrentDictionary<int, TextWalk> CommonTexts { get; } = new();

    /// <summary>The tokens inside strings by length; null until a grammar needed them.</summary>
    internal StringTokens? StringTokens { get; set; }

    /// <summary>
    /// The bytes that are tokens by themselves. Grammars keep to them: whatever a document needs next can then be written, even
    /// if it has to be byte by byte.
    /// </summary>
    internal ByteSet SingleBytes { get; }

    /// <summary>Arranges the tokens of <paramref name="tokenizer"/>.</summary>
    /// <param name="tokenizer">The tokenizer. Special tokens and tokens without text are never part of a document.</param>
    /// <param name="stopTokens">Ids that end a sequence, at least one; they are allowed exactly when a document is complete.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentException">There is no stop token, or one is no id of the tokenizer.</exception>
    public static TokenVocabulary Create(ITextTokenizer tokenizer, IReadOnlyList<int> stopTokens)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(stopTokens);
        int[] stops = [.. stopTokens.Distinct().Order()];
        if (stops.Length == 0 || stops[0] < 0 || stops[^1] >= tokenizer.VocabularySize)
        {
            throw new ArgumentException(
                $"At least one stop token is needed, each in [0, {tokenizer.VocabularySize}): [{string.Join(", ", stops)}].", nameof(stopTokens));
        }

        byte[]?[] bytes = new byte[tokenizer.VocabularySize][];
        var tokens = new List<(byte[] Bytes, int Token)>(bytes.Length);
        var single = new ByteSet();
        for (int id = 0; id < bytes.Length; id++)
        {
            byte[] text = tokenizer.TokenBytes(id).ToArray();
            if (text.Length is > 0 and <= ushort.MaxValue && !tokenizer.IsSpecial(id) && Array.BinarySearch(stops, id) < 0)
            {
                bytes[id] = text;
                tokens.Add((text, id));
                single = text.Length == 1 ? single.With(text[0], text[0]) : single;
            }
        }

        return new TokenVocabulary(bytes, stops, TokenTrie.Build(tokens, bytes.Length), single);
    }

    internal ReadOnlySpan<byte> Bytes(int token) => (uint)token < (uint)_bytes.Length ? _bytes[token] : default;

    internal bool IsStop(int token) => Array.BinarySearch(_stopTokens, token) >= 0;
}
