using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>A token that is found in the text before the model sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">The text it stands for.</param>
/// <param name="IsSpecial">Whether it is a control token, no part of the text.</param>
/// <param name="TakesLeft">Whether it swallows white space before it.</param>
/// <param name="TakesRight">Whether it swallows white space after it.</param>
/// <param name="IsWord">Whether it is found only as a word of its own.</param>
/// <param name="IsNormalized">Whether it is looked for in the normalized text instead of the raw one.</param>
internal sealed record AddedToken(
    int Id, string Content, bool IsSpecial, bool TakesLeft, bool TakesRight, bool IsWord, bool IsNormalized)
{
    /// <summary>Reads <c>added_tokens</c>; tokens that the model has too must have its id.</summary>
    public static List<AddedToken> ReadAll(JsonField tokens, Dictionary<string, int> model)
    {
        var read = new List<AddedToken>();
        foreach (JsonField token in tokens.Items(Limits.TokenizerAddedTokensMax))
        {
            string content = token["content"].Text(Limits.TokenizerTokenCharsMax);
            int id = token["id"].Number(0, Limits.TokenizerVocabularyMax - 1);
            if (model.TryGetValue(content, out int modelId) && modelId != id)
            {
                throw token["id"].Refused($"should be {modelId}, the id of the same token in the model");
            }

            bool special = token["special"].Flag(absent: false);
            read.Add(new AddedToken(
                id,
                content.Length > 0 ? content : throw token["content"].Refused("should not be empty"),
                special,
                token["lstrip"].Flag(absent: false),
                token["rstrip"].Flag(absent: false),
                token["single_word"].Flag(absent: false),
                token["normalized"].Flag(absent: !special)));
        }

        return read;
    }
}
