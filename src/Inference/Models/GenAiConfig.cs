using System.Text.Json;

namespace InferenceGateway.Inference.Models;

/// <summary>
/// <c>genai_config.json</c>, as onnxruntime-genai's model builder writes it. Whether past and present share a buffer is not taken from it: the
/// graph shows that.
/// </summary>
internal static class GenAiConfig
{
    public const string Name = "genai_config.json";

    public static ModelConfig Read(string folder, ConfigFile file)
    {
        JsonElement model = file.Required("model");
        JsonElement decoder = file.Required("model.decoder");
        string graph = Path.Combine(folder, ConfigFile.Text(decoder, "filename") ?? "model.onnx");
        return File.Exists(graph)
            ? new ModelConfig
            {
                Folder = folder,
                GraphPath = graph,
                ContextLength = file.Positive(model, "model.", "context_length"),
                StopTokens = ModelConfigReader.StopTokens(folder, file, model, Name),
                Names = Names(decoder),
                Sizes = new ModelSizes(
                    ConfigFile.Optional(model, "vocab_size"),
                    ConfigFile.Optional(decoder, "num_key_value_heads"),
                    ConfigFile.Optional(decoder, "head_size")),
            }
            : throw new ModelFolderException($"The graph '{graph}', named by {Name} model.decoder.filename, does not exist.");
    }

    private static GraphNames Names(JsonElement decoder)
    {
        GraphNames names = new();
        if (decoder.TryGetProperty("inputs", out JsonElement inputs))
        {
            names = names with
            {
                InputIds = ConfigFile.Text(inputs, "input_ids") ?? names.InputIds,
                AttentionMask = ConfigFile.Text(inputs, "attention_mask") ?? names.AttentionMask,
                PositionIds = ConfigFile.Text(inputs, "position_ids") ?? names.PositionIds,
                PastKeys = ConfigFile.Text(inputs, "past_key_names") ?? names.PastKeys,
                PastValues = ConfigFile.Text(inputs, "past_value_names") ?? names.PastValues,
            };
        }

        return decoder.TryGetProperty("outputs", out JsonElement outputs)
            ? names with
            {
                Logits = ConfigFile.Text(outputs, "logits") ?? names.Logits,
                PresentKeys = ConfigFile.Text(outputs, "present_key_names") ?? names.PresentKeys,
                PresentValues = ConfigFile.Text(outputs, "present_value_names") ?? names.PresentValues,
            }
            : names;
    }
}
