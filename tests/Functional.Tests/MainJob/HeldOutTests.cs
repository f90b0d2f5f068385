using System.Text.Json;
using InferenceGateway.Functional.Tests.Support;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>
/// The default model through the whole road answers what it was measured to answer alone: prompts that its training never had. An error in a
/// KV row, a position or a slot shows here as wrong words.
/// </summary>
public sealed class HeldOutTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Streams = 16;

    /// <summary>184 of 190 were right when the model was made (its model card says so); a few near-ties may fall otherwise on other processors.</summary>
    private const int RightLeast = 180;

    private static readonly string Model = Path.GetDirectoryName(RecipeFile("heldout.json"))! + "/..";

    [Fact]
    public async Task Held_out_prompts_are_answered_as_the_model_card_says()
    {
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(RecipeFile("heldout.json"), TestCluster.Cancellation));
        JsonElement[] cases = [.. document.RootElement.EnumerateArray()];
        string[] wrong = new string[cases.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Streams, CancellationToken = TestCluster.Cancellation };
        await Parallel.ForAsync(0, cases.Length, parallel, async (number, _) => wrong[number] = await WrongAsync(cases[number]));

        string[] faults = [.. wrong.Where(fault => fault.Length > 0)];
        Assert.True(cases.Length - faults.Length >= RightLeast, $"{faults.Length} of {cases.Length} are wrong:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Default_tokenizer_gives_the_ids_of_an_independent_one()
    {
        ITextTokenizer tokenizer = TokenizerLoader.Load(Model);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(RecipeFile("expected_ids.json")));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            int[] expected = [.. row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(expected, tokenizer.Encode(row.GetProperty("text").GetString()!, addSpecialTokens: false, parseSpecialTokens: true));
        }
    }

    /// <summary>Empty if right, otherwise what was wrong.</summary>
    private async Task<string> WrongAsync(JsonElement item)
    {
        string body = $$"""{"model":"fable","temperature":0,"max_tokens":400,"messages":{{item.GetProperty("messages").GetRawText()}}}""";
        using HttpResponseMessage response = await shared.Cluster.PostAsync("/v1/chat/completions", body);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        string text = answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        JsonElement expected = item.GetProperty("expected");
        bool right = expected.ValueKind == JsonValueKind.Array
            ? expected.EnumerateArray().All(word => text.Contains(word.GetString()!, StringComparison.OrdinalIgnoreCase))
            : text == expected.GetString();
        return right ? "" : $"{item.GetProperty("task")}: expected {expected}, got {text}";
    }

    private static string RecipeFile(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "models", "fable", "recipe", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException($"models/fable/recipe/{name} is missing above the test program.");
    }
}
