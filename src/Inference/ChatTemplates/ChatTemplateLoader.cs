using System.Text.Json;

namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>
/// Finds a model folder's chat templates: <c>chat_template.jinja</c> wins, then <c>chat_template.json</c>, then the field
/// <c>chat_template</c> of <c>tokenizer_config.json</c>, which may hold one template or a list of named ones.
/// </summary>
public static class ChatTemplateLoader
{
    private const string JinjaFile = "chat_template.jinja";
    private const string JsonFile = "chat_template.json";
    private const string ConfigFile = "tokenizer_config.json";
    private const string Field = "chat_template";
    private const int FileBytesMax = 64 * 1024 * 1024;

    private static readonly string[] TokenNames = ["bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token"];

    /// <summary>Reads and parses a model's templates.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="limits">Bounds of parsing and rendering; null for the defaults.</param>
    /// <param name="time">Clock for the templates; null for the system's.</param>
    /// <returns>The templates, or null if the model has none: it completes text but does not chat.</returns>
    /// <exception cref="ChatTemplateException">A file is too large, is not JSON of the right shape, or holds no valid template.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelChatTemplates? Load(string folder, ChatTemplateLimits? limits = null, TimeProvider? time = null)
    {
        var config = ReadJson(folder, ConfigFile);
        var sources = Sources(folder, config);
        if (sources.Count == 0)
        {
            return null;
        }

        var templates = sources.ToDictionary(
            source => source.Name, source => ChatTemplate.Parse(source.Text, limits, time, source.Origin), StringComparer.Ordinal);
        return new ModelChatTemplates(templates, SpecialTokens(config));
    }

    private static List<TemplateSource> Sources(string folder, JsonElement? config)
    {
        if (ReadText(folder, JinjaFile) is { } text)
        {
            return [new TemplateSource("default", text, JinjaFile)];
        }

        var own = ReadJson(folder, JsonFile) is { } document ? Sources(document, JsonFile) : [];
        return own.Count > 0 || config is null ? own : Sources(config.Value, ConfigFile);
    }

    private static List<TemplateSource> Sources(JsonElement document, string file)
    {
        if (!document.TryGetProperty(Field, out var field))
        {
            return [];
        }

        return field.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.String => [new TemplateSource("default", field.GetString()!, file)],
            JsonValueKind.Array => NamedSources(field, file),
            _ => throw Refused(file, $"'{Field}' must be a string or a list, not {field.ValueKind}"),
        };
    }

    private static List<TemplateSource> NamedSources(JsonElement list, string file)
    {
        var sources = new List<TemplateSource>();
        foreach (var entry in list.EnumerateArray())
        {
            var name = Text(entry, "name") ?? throw Refused(file, $"an entry of '{Field}' has no 'name'");
            var text = Text(entry, "template") ?? throw Refused(file, $"the entry '{name}' of '{Field}' has no 'template'");
            if (sources.Exists(source => source.Name == name))
            {
                throw Refused(file, $"'{Field}' has two entries named '{name}'");
            }

            sources.Add(new TemplateSource(name, text, $"{file} ({name})"));
        }

        return sources;
    }

    private static Dictionary<string, string> SpecialTokens(JsonElement? config)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in config is null ? [] : TokenNames)
        {
            if (Text(config!.Value, name) is { } text)
            {
                tokens[name] = text;
            }
        }

        return tokens;
    }

    /// <summary>A string field, or the <c>content</c> of an object as added tokens are written.</summary>
    private static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var field))
        {
            return null;
        }

        return field.ValueKind switch
        {
            JsonValueKind.String => field.GetString(),
            JsonValueKind.Object => Text(field, "content"),
            _ => null,
        };
    }

    private static JsonElement? ReadJson(string folder, string file)
    {
        if (ReadText(folder, file) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Refused(file, $"the file must hold an object, not {document.RootElement.ValueKind}");
        }
        catch (JsonException fault)
        {
            throw new ChatTemplateException(ChatTemplateFault.Syntax, $"the file is not JSON: {fault.Message}", file, 0, 0, fault);
        }
    }

    private static string? ReadText(string folder, string file)
    {
        var info = new FileInfo(Path.Combine(folder, file));
        return !info.Exists ? null
            : info.Length <= FileBytesMax ? File.ReadAllText(info.FullName)
            : throw Refused(file, $"the file has {info.Length} bytes, more than the limit of {FileBytesMax}");
    }

    private static ChatTemplateException Refused(string file, string detail) => new(ChatTemplateFault.Syntax, detail, file, 0, 0);

    private sealed record TemplateSource(string Name, string Text, string Origin);
}
