using System.Text.Json;

namespace InferenceGateway.Inference.Models;

/// <summary><c>config.json</c>, as models are published with it; the graph is found by the names that exporters use.</summary>
internal static class HubConfig
{
    public const string Name = "config.json";

    private const string SubFolder = "onnx";

    private static readonly string[] GraphNames = ["model.onnx", "decoder_model_merged.onnx"];

    public static ModelConfig Read(string folder, ConfigFile file)
    {
        JsonElement root = file.Root;
        return new ModelConfig
        {
            Folder = folder,
            GraphPath = FindGraph(folder),
            ContextLength = file.Positive(root, "", "max_position_embeddings", "n_positions", "n_ctx"),
            StopTokens = ModelConfigReader.StopTokens(folder, file, root, Name),
            Sizes = Sizes(root),
        };
    }

    private static ModelSizes Sizes(JsonElement root)
    {
        int heads = Either(root, "num_attention_heads", "n_head");
        int width = Either(root, "hidden_size", "n_embd");
        int kvHeads = ConfigFile.Optional(root, "num_key_value_heads");
        int headSize = ConfigFile.Optional(root, "head_dim");
        return new ModelSizes(
            ConfigFile.Optional(root, "vocab_size"), kvHeads > 0 ? kvHeads : heads, headSize > 0 || heads == 0 ? headSize : width / heads);
    }

    private static int Either(JsonElement root, string name, string older) =>
        ConfigFile.Optional(root, name) is > 0 and int number ? number : ConfigFile.Optional(root, older);

    private static string FindGraph(string folder)
    {
        string[] folders = [folder, Path.Combine(folder, SubFolder)];
        foreach (string path in folders.SelectMany(_ => GraphNames, Path.Combine))
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        string[] others = [.. folders.Where(System.IO.Directory.Exists).SelectMany(place => System.IO.Directory.EnumerateFiles(place, "*.onnx")).Order(StringComparer.Ordinal)];
        return others.Length switch
        {
            1 => others[0],
            0 => throw new ModelFolderException($"The model folder '{folder}' has no .onnx file, nor has its folder '{SubFolder}'."),
            _ => throw new ModelFolderException(
                $"The model folder '{folder}' has several graphs and none is named {string.Join(" or ", GraphNames)}: {string.Join(", ", others.Select(Path.GetFileName))}."),
        };
    }
}
