using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>The tokens of a tokenizer by spelling and by id, added tokens included.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _texts;
    private readonly bool[] _special;

    public Vocabulary(Dictionary<string, int> model, IReadOnlyList<AddedToken> added)
    {
        _ids = new Dictionary<string, int>(model, StringComparer.Ordinal);
        int size = Math.Max(model.Count == 0 ? 0 : model.Values.Max() + 1, added.Count == 0 ? 0 : added.Max(t => t.Id) + 1);
        _texts = new string?[size];
        _special = new bool[size];
        foreach ((string text, int id) in model)
        {
            _texts[id] = text;
        }

        foreach (AddedToken token in added)
        {
            _ids[token.Content] = token.Id;
            _texts[token.Id] = token.Content;
            _special[token.Id] = token.IsSpecial;
        }
    }

    public int Size => _texts.Length;

    public int? Id(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public string? Text(int id) => (uint)id < (uint)_texts.Length ? _texts[id] : null;

    public bool IsSpecial(int id) => (uint)id < (uint)_special.Length && _special[id];

    /// <summary>Reads <c>model.vocab</c>.</summary>
    public static Dictionary<string, int> Read(JsonField vocabulary)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string token, JsonField value) in vocabulary.Members())
        {
            if (token.Length > Limits.TokenizerTokenCharsMax)
            {
                throw value.Refused($"is a token of {token.Length} characters; at most {Limits.TokenizerTokenCharsMax} are read");
            }

            if (!ids.TryAdd(token, value.Number(0, Limits.TokenizerVocabularyMax - 1)))
            {
                throw value.Refused("is a token that stands here twice");
            }
        }

        return ids.Count > 0 ? ids : throw vocabulary.Refused("should not be empty");
    }
}
