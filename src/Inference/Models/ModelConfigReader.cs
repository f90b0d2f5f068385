using System.Text.Json;

namespace InferenceGateway.Inference.Models;

/// <summary>Reads <c>genai_config.json</c> and <c>generation_config.json</c> of a model folder.</summary>
public static class ModelConfigReader
{
    private const string GenAiConfig = "genai_config.json";
    private const string GenerationConfig = "generation_config.json";

    /// <summary>Reads the folder's configuration.</summary>
    /// <exception cref="ModelFolderException">A file or a value is missing or unsuitable.</exception>
    public static ModelConfig Read(string folder)
    {
        if (!System.IO.Directory.Exists(folder))
        {
            throw new ModelFolderException($"The model folder '{folder}' does not exist.");
        }

        using JsonDocument document = Parse(folder, GenAiConfig);
        JsonElement model = Required(document.RootElement, GenAiConfig, "model");
        JsonElement decoder = Required(model, GenAiConfig, "model.decoder");
        string graph = Path.Combine(folder, Text(decoder, "filename") ?? "model.onnx");
        if (!File.Exists(graph))
        {
            throw new ModelFolderException($"The graph '{graph}', named by {GenAiConfig} model.decoder.filename, does not exist.");
        }

        RequireSharedBuffer(document.RootElement);
        return new ModelConfig
        {
            Folder = folder,
            GraphPath = graph,
            ContextLength = Positive(model, "context_length"),
            StopTokens = StopTokens(folder, model),
            Names = Names(decoder),
        };
    }

    private static void RequireSharedBuffer(JsonElement root)
    {
        bool shared = root.TryGetProperty("search", out JsonElement search)
            && search.TryGetProperty("past_present_share_buffer", out JsonElement flag)
            && flag.ValueKind == JsonValueKind.True;
        if (!shared)
        {
            throw new ModelFolderException(
                $"{GenAiConfig} search.past_present_share_buffer is not true: only graphs with a shared KV buffer can be served.");
        }
    }

    private static List<int> StopTokens(string folder, JsonElement model)
    {
        List<int> ids = [];
        AddIds(ids, model);
        if (File.Exists(Path.Combine(folder, GenerationConfig)))
        {
            using JsonDocument generation = Parse(folder, GenerationConfig);
            AddIds(ids, generation.RootElement);
        }

        return ids.Count > 0
            ? [.. ids.Distinct().Order()]
            : throw new ModelFolderException($"Neither {GenAiConfig} nor {GenerationConfig} in '{folder}' gives eos_token_id.");
    }

    private static void AddIds(List<int> ids, JsonElement element)
    {
        if (!element.TryGetProperty("eos_token_id", out JsonElement eos))
        {
            return;
        }

        if (eos.ValueKind == JsonValueKind.Number)
        {
            ids.Add(eos.GetInt32());
        }
        else if (eos.ValueKind == JsonValueKind.Array)
        {
            ids.AddRange(eos.EnumerateArray().Select(id => id.GetInt32()));
        }
    }

    private static GraphNames Names(JsonElement decoder)
    {
        GraphNames names = new();
        if (decoder.TryGetProperty("inputs", out JsonElement inputs))
        {
            names = names with
            {
                InputIds = Text(inputs, "input_ids") ?? names.InputIds,
                AttentionMask = Text(inputs, "attention_mask") ?? names.AttentionMask,
                PositionIds = Text(inputs, "position_ids") ?? names.PositionIds,
                PastKeys = Text(inputs, "past_key_names") ?? names.PastKeys,
                PastValues = Text(inputs, "past_value_names") ?? names.PastValues,
            };
        }

        return decoder.TryGetProperty("outputs", out JsonElement outputs)
            ? names with
            {
                Logits = Text(outputs, "logits") ?? names.Logits,
                PresentKeys = Text(outputs, "present_key_names") ?? names.PresentKeys,
                PresentValues = Text(outputs, "present_value_names") ?? names.PresentValues,
            }
            : names;
    }

    private static JsonDocument Parse(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (FileNotFoundException)
        {
            throw new ModelFolderException($"The model folder '{folder}' has no {file}.");
        }
        catch (JsonException fault)
        {
            throw new ModelFolderException($"'{path}' is not valid JSON: {fault.Message}", fault);
        }
    }

    private static JsonElement Required(JsonElement parent, string file, string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new ModelFolderException($"{file} has no {path}.");
    }

    private static int Positive(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.TryGetInt32(out int number) && number > 0
            ? number
            : throw new ModelFolderException($"{GenAiConfig} model.{name} must be a positive integer.");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
