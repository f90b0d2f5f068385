using System.Text.Json.Nodes;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

public sealed class TokenizerLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokenizer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_without_the_file_names_the_folder()
    {
        var error = Assert.Throws<FileNotFoundException>(() => TokenizerLoader.Load(_folder));
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.model.type", """ "Unigram" """)]
    [InlineData("$.model.dropout", "0.1")]
    [InlineData("$.model.end_of_word_suffix", """ "</w>" """)]
    [InlineData("$.model.unk_token", """ "<nothing>" """)]
    [InlineData("$.model.byte_fallback", """ "yes" """)]
    [InlineData("$.model.merges[0]", """ "a" """)]
    [InlineData("$.model.merges[1]", """ ["a", "no such token"] """)]
    [InlineData("$.normalizer.type", """ "Precompiled" """)]
    [InlineData("$.normalizer.normalizers[0].type", """ "BertNormalizer" """)]
    [InlineData("$.pre_tokenizer.type", """ "UnicodeScripts" """)]
    [InlineData("$.pre_tokenizer.behavior", """ "Sideways" """)]
    [InlineData("$.pre_tokenizer.pattern.Regex", """ "\\p{Han}" """)]
    [InlineData("$.pre_tokenizer.pattern.Regex", """ "[a[bc]]" """)]
    [InlineData("$.pre_tokenizer.pattern.Regex", """ "a?+" """)]
    [InlineData("$.post_processor.type", """ "BertProcessing" """)]
    [InlineData("$.decoder.type", """ "WordPiece" """)]
    [InlineData("$.added_tokens[0].id", "-1")]
    [InlineData("$.added_tokens[0].id", "4000000000")]
    [InlineData("$.added_tokens[0].content", "\"\"")]
    public void Load_of_what_cannot_be_done_names_file_place_and_value(string place, string value)
    {
        JsonObject file = TokenizerData.File("gpt2");
        JsonNode node = JsonNode.Parse(value)!;
        Set(file, place, node);
        var error = Assert.Throws<TokenizerFormatException>(() => Load(file));
        Assert.Equal(place, error.JsonPath);
        Assert.Equal(Path.Combine(_folder, "tokenizer.json"), error.File);
        Assert.Contains(error.File, error.Message, StringComparison.Ordinal);
        Assert.Contains(node is JsonValue single ? single.ToString() : node[1]!.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_without_decoder_is_refused()
    {
        JsonObject file = TokenizerData.File("gpt2");
        file["decoder"] = null;
        Assert.Equal("$.decoder", Assert.Throws<TokenizerFormatException>(() => Load(file)).JsonPath);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":1},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":5}}""")]
    public void Load_of_a_malformed_file_names_the_file(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), json);
        Assert.Equal(Path.Combine(_folder, "tokenizer.json"), Assert.Throws<TokenizerFormatException>(() => TokenizerLoader.Load(_folder)).File);
    }

    [Fact]
    public void Load_of_deep_json_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 1000));
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), $$"""{"normalizer":{{deep}}""");
        Assert.Throws<TokenizerFormatException>(() => TokenizerLoader.Load(_folder));
    }

    [Fact]
    public void Load_reads_the_roles_from_the_configuration()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("llama3");
        Assert.Equal(tokenizer.TokenId("<|begin_of_text|>"), tokenizer.SpecialTokens.Beginning);
        Assert.Equal(tokenizer.TokenId("<|eot_id|>"), tokenizer.SpecialTokens.End);
        Assert.Null(tokenizer.SpecialTokens.Padding);
        Assert.True(tokenizer.IsSpecial(tokenizer.SpecialTokens.End!.Value));
    }

    [Fact]
    public void Load_of_a_role_outside_the_vocabulary_is_refused()
    {
        var error = Assert.Throws<TokenizerFormatException>(() => Load(TokenizerData.File("gpt2"), """{"eos_token":"<|gone|>"}"""));
        Assert.Equal("$.eos_token", error.JsonPath);
        Assert.Contains("<|gone|>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_adds_the_beginning_that_only_the_configuration_asks_for()
    {
        ITextTokenizer tokenizer = Load(TokenizerData.File("gpt2"), """{"bos_token":"<|endoftext|>","add_bos_token":true}""");
        int[] plain = tokenizer.Encode("the", addSpecialTokens: false, parseSpecialTokens: false);
        Assert.Equal([tokenizer.SpecialTokens.Beginning!.Value, .. plain], tokenizer.Encode("the", true, false));
    }

    [Fact]
    public void Tokens_outside_the_vocabulary_have_no_text()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("gpt2");
        Assert.All([-1, tokenizer.VocabularySize, int.MaxValue, int.MinValue], id =>
        {
            Assert.Equal("", tokenizer.TokenText(id));
            Assert.True(tokenizer.TokenBytes(id).IsEmpty);
            Assert.False(tokenizer.IsSpecial(id));
        });
        Assert.Null(tokenizer.TokenId("no such token"));
    }

    [Fact]
    public void Token_bytes_are_what_the_token_stands_for()
    {
        ITextTokenizer gpt2 = TokenizerData.Load("gpt2");
        ITextTokenizer llama2 = TokenizerData.Load("llama2");
        Assert.Equal(" the"u8, gpt2.TokenBytes(gpt2.TokenId("Ġthe")!.Value));
        Assert.Equal(" the"u8, llama2.TokenBytes(llama2.TokenId("▁the")!.Value));
        Assert.Equal("\n"u8, llama2.TokenBytes(llama2.TokenId("<0x0A>")!.Value));
        Assert.Equal("<s>"u8, llama2.TokenBytes(llama2.TokenId("<s>")!.Value));
    }

    private ITextTokenizer Load(JsonObject file, string? config = null)
    {
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), file.ToJsonString());
        if (config is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "tokenizer_config.json"), config);
        }

        return TokenizerLoader.Load(_folder);
    }

    /// <summary>Sets a place in the file, with what has to surround it there.</summary>
    private static void Set(JsonObject file, string place, JsonNode value)
    {
        switch (place)
        {
            case "$.normalizer.type" or "$.pre_tokenizer.type" or "$.post_processor.type" or "$.decoder.type":
                file[place.Split('.')[1]] = new JsonObject { ["type"] = value };
                break;
            case "$.normalizer.normalizers[0].type":
                file["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = new JsonArray(new JsonObject { ["type"] = value }) };
                break;
            case "$.pre_tokenizer.behavior":
                file["pre_tokenizer"] = new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["String"] = " " }, ["behavior"] = value };
                break;
            case "$.pre_tokenizer.pattern.Regex":
                file["pre_tokenizer"] = new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = value }, ["behavior"] = "Isolated" };
                break;
            default:
                SetIn(file, place.Split('.')[1..], value);
                break;
        }
    }

    private static void SetIn(JsonNode node, string[] steps, JsonNode value)
    {
        foreach (string step in steps[..^1])
        {
            node = step.EndsWith(']') ? node[step[..step.IndexOf('[')]]![Index(step)]! : node[step]!;
        }

        if (steps[^1].EndsWith(']'))
        {
            node[steps[^1][..steps[^1].IndexOf('[')]]!.AsArray()[Index(steps[^1])] = value;
        }
        else
        {
            node[steps[^1]] = value;
        }
    }

    private static int Index(string step) => int.Parse(step[(step.IndexOf('[') + 1)..^1]);
}
