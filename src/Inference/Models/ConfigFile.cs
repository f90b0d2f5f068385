using System.Text.Json;

namespace InferenceGateway.Inference.Models;

/// <summary>One JSON file of a model folder; its faults name file and value.</summary>
internal sealed class ConfigFile : IDisposable
{
    private readonly JsonDocument _document;
    private readonly string _name;

    private ConfigFile(string name, JsonDocument document)
    {
        _name = name;
        _document = document;
    }

    public JsonElement Root => _document.RootElement;

    /// <summary>Reads the file; null if there is none.</summary>
    public static ConfigFile? TryOpen(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new ConfigFile(name, document);
            }

            document.Dispose();
            throw new ModelFolderException($"'{path}' is not a JSON object.");
        }
        catch (JsonException fault)
        {
            throw new ModelFolderException($"'{path}' is not valid JSON: {fault.Message}", fault);
        }
    }

    /// <summary>The object at a path of names divided by dots.</summary>
    public JsonElement Required(string path)
    {
        JsonElement element = Root;
        foreach (string name in path.Split('.'))
        {
            if (!element.TryGetProperty(name, out element) || element.ValueKind != JsonValueKind.Object)
            {
                throw new ModelFolderException($"{_name} has no object {path}.");
            }
        }

        return element;
    }

    /// <summary>The first of several numbers that is there; it must be positive.</summary>
    public int Positive(JsonElement parent, string prefix, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0
                    ? number
                    : throw new ModelFolderException($"{_name} {prefix}{name} must be a positive integer; it is {value.GetRawText()}.");
            }
        }

        throw new ModelFolderException($"{_name} has no {prefix}{string.Join(" or ", names)}.");
    }

    /// <summary>A number that may be missing: 0 then.</summary>
    public static int Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : 0;

    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Adds the token ids of <c>eos_token_id</c>, one number or several.</summary>
    public void AddStopTokens(JsonElement parent, ICollection<int> ids)
    {
        if (!parent.TryGetProperty("eos_token_id", out JsonElement eos) || eos.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        IEnumerable<JsonElement> each = eos.ValueKind == JsonValueKind.Array ? eos.EnumerateArray() : [eos];
        foreach (JsonElement id in each)
        {
            ids.Add(id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out int number) && number >= 0
                ? number
                : throw new ModelFolderException($"{_name} eos_token_id must be a token id or several; it is {eos.GetRawText()}."));
        }
    }

    public void Dispose() => _document.Dispose();
}
