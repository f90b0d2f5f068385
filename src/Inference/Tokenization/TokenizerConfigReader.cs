using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>Reads what <c>tokenizer_config.json</c> adds to the tokenizer. The file may be absent.</summary>
internal static class TokenizerConfigReader
{
    public static SpecialTokens ReadRoles(JsonField config, Vocabulary vocabulary) => new(
        ReadRole(config["bos_token"], vocabulary),
        ReadRole(config["eos_token"], vocabulary),
        ReadRole(config["pad_token"], vocabulary),
        ReadRole(config["unk_token"], vocabulary));

    /// <summary>
    /// Adds the beginning and the end that the configuration asks for, where <c>post_processor</c> adds none itself.
    /// </summary>
    public static Surroundings Complete(Surroundings surroundings, JsonField config, SpecialTokens roles)
    {
        IReadOnlyList<int> before = Complete(surroundings.Before, config["add_bos_token"], roles.Beginning);
        return new Surroundings(before, Complete(surroundings.After, config["add_eos_token"], roles.End));
    }

    private static IReadOnlyList<int> Complete(IReadOnlyList<int> ids, JsonField wanted, int? id)
    {
        if (ids.Count > 0 || !wanted.Flag(absent: false))
        {
            return ids;
        }

        return [id ?? throw wanted.Refused("asks for a token that the file does not name")];
    }

    private static int? ReadRole(JsonField role, Vocabulary vocabulary)
    {
        if (role.IsAbsent)
        {
            return null;
        }

        JsonField name = role.IsText ? role : role["content"];
        return vocabulary.Id(name.Text()) ?? throw name.Refused("is not in the vocabulary");
    }
}
