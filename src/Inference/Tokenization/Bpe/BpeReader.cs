using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>Reads <c>model</c>.</summary>
internal static class BpeReader
{
    public static BpeRules Read(JsonField model, Dictionary<string, int> vocabulary, IEnumerable<AddedToken> addedTokens, bool isByteLevel)
    {
        RefuseOtherModels(model);
        return new BpeRules
        {
            Vocabulary = vocabulary,
            Merges = ReadMerges(model["merges"], vocabulary),
            IsByteLevel = isByteLevel,
            FallsBackToBytes = model["byte_fallback"].Flag(absent: false),
            IgnoresMergesForWholeTokens = model["ignore_merges"].Flag(absent: false),
            UnknownId = ReadUnknown(model["unk_token"], vocabulary),
            FusesUnknown = model["fuse_unk"].Flag(absent: false),
            SpecialIds = addedTokens.Where(t => t.IsSpecial).Select(t => t.Id).ToHashSet(),
            LongestTokenChars = vocabulary.Keys.Max(token => token.Length),
        };
    }

    private static void RefuseOtherModels(JsonField model)
    {
        // Files older than the member "type" are byte-pair encodings if they have merges.
        if (model["type"].TextOrNull() is not ("BPE" or null) || model["merges"].IsAbsent)
        {
            throw model["type"].NotServed("BPE");
        }

        foreach (string affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[affix].TextOrNull() is { Length: > 0 })
            {
                throw model[affix].NotServed("none");
            }
        }

        if (!model["dropout"].IsAbsent && model["dropout"].Element.GetRawText() is not ("0" or "0.0"))
        {
            throw model["dropout"].NotServed("none: encoding must not depend on chance");
        }
    }

    private static int? ReadUnknown(JsonField token, Dictionary<string, int> vocabulary)
    {
        if (token.TextOrNull() is not { } text)
        {
            return null;
        }

        return vocabulary.TryGetValue(text, out int id) ? id : throw token.Refused("is not in the vocabulary");
    }

    private static MergeTable ReadMerges(JsonField merges, Dictionary<string, int> vocabulary)
    {
        JsonField[] all = [.. merges.Items(Limits.TokenizerMergesMax)];
        var table = new MergeTable(all.Length);
        int rank = 0;
        foreach (JsonField merge in all)
        {
            (string left, string right) = ReadPair(merge);
            table.Add(Find(left), Find(right), rank++, Find(left + right));

            int Find(string token) => vocabulary.TryGetValue(token, out int id)
                ? id
                : throw merge.Refused($"needs '{token}', which is not in the vocabulary");
        }

        return table;
    }

    private static (string Left, string Right) ReadPair(JsonField merge)
    {
        string[] parts = merge.IsText
            ? merge.Text(2 * Limits.TokenizerTokenCharsMax + 1).Split(' ')
            : [.. merge.Items(2).Select(part => part.Text(Limits.TokenizerTokenCharsMax))];
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Refused("should be two tokens");
    }
}
