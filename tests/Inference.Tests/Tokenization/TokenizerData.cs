using System.Text.Json;
using System.Text.Json.Nodes;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

/// <summary>The tokenizers under data/, and what the reference implementation makes of the texts there (see make_data.mjs).</summary>
internal static class TokenizerData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Tokenization", "data");

    public static readonly string[] ByteLevelFamilies = ["gpt2", "llama3", "qwen25", "smollm"];

    public static readonly string[] Families =
    [
        .. ByteLevelFamilies, "llama2", "mistral", "metaspace", "prefix", "accents", "nfkc", "removed", "previous", "next",
        "contiguous", "inverted", "whitespace", "whitespacesplit",
    ];

    public static IReadOnlyList<string> Texts { get; } = Parse("texts.json").AsArray().Select(text => text!.GetValue<string>()).ToList();

    public static string PathOf(string family) => Path.Combine(Folder, family);

    public static ITextTokenizer Load(string family) => TokenizerLoader.Load(PathOf(family));

    public static IReadOnlyList<Expectation> Expected(string family) =>
        Parse(Path.Combine(family, "expected.json")).AsArray().Select(row => ReadRow(row!)).ToList();

    /// <summary>A family's tokenizer.json, to be changed by a test.</summary>
    public static JsonObject File(string family) => Parse(Path.Combine(family, "tokenizer.json")).AsObject();

    private static JsonNode Parse(string name) => JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Folder, name)))!;

    private static Expectation ReadRow(JsonNode row)
    {
        string text = Texts[row[0]!.GetValue<int>()];
        int[] ids = row[1].Deserialize<int[]>()!;
        int[]? plain = row[2] is JsonArray ? row[2].Deserialize<int[]>() : null;
        return new Expectation(text, ids, plain, row[3] is JsonValue value ? value.TryGetValue(out string? decoded) ? decoded : text : null);
    }
}

/// <summary>What the reference makes of a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Ids">Its ids with the model's tokens around it and special tokens found.</param>
/// <param name="PlainIds">Its ids without either; null when only the model's token in front is missing.</param>
/// <param name="Decoded">The text of <paramref name="Ids"/> without special tokens; null when it is not compared.</param>
internal sealed record Expectation(string Text, int[] Ids, int[]? PlainIds, string? Decoded);
