namespace InferenceGateway.Inference.Tokenization;

/// <summary>
/// Turns text into token ids and back, as one model's <c>tokenizer.json</c> says. Instances are immutable:
/// any number of threads may use one at once.
/// </summary>
public interface ITextTokenizer
{
    /// <summary>The largest token id plus one. A model's logits may be wider: the ids above have no text.</summary>
    int VocabularySize { get; }

    /// <summary>The tokens with a role: beginning, end, padding, unknown.</summary>
    SpecialTokens SpecialTokens { get; }

    /// <summary>Appends the ids of <paramref name="text"/> to <paramref name="ids"/>.</summary>
    /// <param name="text">Any text; a surrogate without its partner counts as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether the tokens that the model wants around a text (such as its beginning) are added.</param>
    /// <param name="mayBeSpecial">
    /// Whether a special token's name at (start, length) of the text means that token. True for what a chat template wrote;
    /// false for what a user wrote, where the name stays ordinary text. Added tokens that the file does not
    /// call special are found either way, as they are part of the model's ordinary vocabulary.
    /// </param>
    /// <param name="ids">Receives the ids, each in [0, <see cref="VocabularySize"/>).</param>
    /// <exception cref="TimeoutException">A pattern of the tokenizer ran past <see cref="Contracts.Limits.TokenizerPatternMilliseconds"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The tokenizer's rules made more than <see cref="Contracts.Limits.TokenizerNormalizedCharsMax"/> characters of the text.
    /// </exception>
    void Encode(string text, bool addSpecialTokens, Func<int, int, bool> mayBeSpecial, List<int> ids);

    /// <summary>Appends the ids of a text that is trusted, or not, as a whole; see the overload that tells its parts apart.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="addSpecialTokens">Whether the tokens that the model wants around a text are added.</param>
    /// <param name="parseSpecialTokens">Whether a special token's name in the text means that token.</param>
    /// <param name="ids">Receives the ids.</param>
    void Encode(string text, bool addSpecialTokens, bool parseSpecialTokens, List<int> ids) =>
        Encode(text, addSpecialTokens, (_, _) => parseSpecialTokens, ids);

    /// <summary>The ids of <paramref name="text"/>; see the overload that fills a list.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="addSpecialTokens">Whether the tokens that the model wants around a text are added.</param>
    /// <param name="parseSpecialTokens">Whether a special token's name in the text means that token.</param>
    /// <returns>The ids, in order.</returns>
    int[] Encode(string text, bool addSpecialTokens, bool parseSpecialTokens) =>
        Encode(text, addSpecialTokens, (_, _) => parseSpecialTokens);

    /// <summary>The ids of <paramref name="text"/>; see the overload that fills a list.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="addSpecialTokens">Whether the tokens that the model wants around a text are added.</param>
    /// <param name="mayBeSpecial">Whether a special token's name at (start, length) of the text means that token.</param>
    /// <returns>The ids, in order.</returns>
    int[] Encode(string text, bool addSpecialTokens, Func<int, int, bool> mayBeSpecial)
    {
        var ids = new List<int>(text.Length / 3 + 8);
        Encode(text, addSpecialTokens, mayBeSpecial, ids);
        return [.. ids];
    }

    /// <summary>The text of <paramref name="ids"/>. Bytes that are not UTF-8 become U+FFFD; ids without text become nothing.</summary>
    /// <param name="ids">Any ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out instead of written by name.</param>
    /// <returns>The text.</returns>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens);

    /// <summary>A decoder for one sequence that is still growing.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out instead of written by name.</param>
    /// <returns>The decoder; it belongs to one sequence and is not thread-safe.</returns>
    StreamingDecoder StartDecoding(bool skipSpecialTokens);

    /// <summary>The id of a token, by its spelling in the file (added and special tokens by their content).</summary>
    /// <param name="token">The token's spelling.</param>
    /// <returns>The id, or null when there is none.</returns>
    int? TokenId(string token);

    /// <summary>A token's spelling in the file; byte-level vocabularies spell each byte as one letter.</summary>
    /// <param name="id">Any id.</param>
    /// <returns>The spelling; empty for an id without a token.</returns>
    string TokenText(int id);

    /// <summary>
    /// The bytes that a token stands for. The bytes of a sequence's tokens, joined, are the UTF-8 of its text
    /// (except for a leading space that some decoders drop), so a character may be spread over tokens.
    /// </summary>
    /// <param name="id">Any id.</param>
    /// <returns>The bytes; empty for an id without a token.</returns>
    ReadOnlySpan<byte> TokenBytes(int id);

    /// <summary>Whether a token is special: a control token that is no part of the text.</summary>
    /// <param name="id">Any id.</param>
    /// <returns>True for special tokens; false also for ids without a token.</returns>
    bool IsSpecial(int id);
}
