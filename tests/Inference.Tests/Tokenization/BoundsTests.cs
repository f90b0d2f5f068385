using System.Diagnostics;
using System.Text.Json.Nodes;
using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

public sealed class BoundsTests : IDisposable
{
    private const int LongText = 200_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("tokenizer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    [InlineData("qwen25")]
    [InlineData("llama2")]
    [InlineData("mistral")]
    public void Encode_of_one_long_word_does_not_take_quadratic_time(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        foreach (string unit in (string[])["a", "the", "é", " ", "\n", "!", "\u0301\u0323", "😀", "7"])
        {
            TimeSpan tenth = Time(tokenizer, unit, LongText / 10);
            TimeSpan whole = Time(tokenizer, unit, LongText);
            Assert.True(whole < (30 * tenth) + TimeSpan.FromMilliseconds(250), $"'{unit}': {tenth} for a tenth, {whole} for the whole");
        }
    }

    [Fact]
    public void Encode_with_a_pattern_that_explodes_fails_in_bounded_time()
    {
        JsonObject file = TokenizerData.File("gpt2");
        file["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = "(a+)+$" },
            ["behavior"] = "Isolated",
        };
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), file.ToJsonString());
        ITextTokenizer tokenizer = TokenizerLoader.Load(_folder);
        string secret = new string('a', 60) + "!";
        long started = Stopwatch.GetTimestamp();
        var error = Assert.Throws<TimeoutException>(() => tokenizer.Encode(secret, false, false));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(3 * Limits.TokenizerPatternMilliseconds));
        Assert.Contains("(a+)+$", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_with_a_normalizer_that_multiplies_stops_at_the_bound()
    {
        JsonObject file = TokenizerData.File("gpt2");
        var step = new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "a" }, ["content"] = new string('a', 1000) };
        file["normalizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray([.. Enumerable.Range(0, 5).Select(_ => step.DeepClone())]),
        };
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), file.ToJsonString());
        ITextTokenizer tokenizer = TokenizerLoader.Load(_folder);
        Assert.Throws<InvalidOperationException>(() => tokenizer.Encode("a", false, false));
    }

    private static TimeSpan Time(ITextTokenizer tokenizer, string unit, int chars)
    {
        string text = string.Concat(Enumerable.Repeat(unit, chars / unit.Length));
        return Enumerable.Range(0, 3).Min(_ =>
        {
            long started = Stopwatch.GetTimestamp();
            Assert.NotEmpty(tokenizer.Encode(text, addSpecialTokens: false, parseSpecialTokens: false));
            return Stopwatch.GetElapsedTime(started);
        });
    }
}
