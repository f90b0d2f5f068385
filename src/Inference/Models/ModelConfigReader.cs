namespace InferenceGateway.Inference.Models;

/// <summary>
/// Reads the configuration of a model folder: <c>genai_config.json</c> if there is one, else <c>config.json</c>, and
/// <c>generation_config.json</c> beside either.
/// </summary>
public static class ModelConfigReader
{
    /// <summary>Reads the folder's configuration.</summary>
    /// <exception cref="ModelFolderException">A file or a value is missing or unsuitable.</exception>
    public static ModelConfig Read(string folder)
    {
        if (!System.IO.Directory.Exists(folder))
        {
            throw new ModelFolderException($"The model folder '{folder}' does not exist.");
        }

        if (ConfigFile.TryOpen(folder, GenAiConfig.Name) is { } genAi)
        {
            using (genAi)
            {
                return GenAiConfig.Read(folder, genAi);
            }
        }

        using ConfigFile? hub = ConfigFile.TryOpen(folder, HubConfig.Name);
        return hub is not null
            ? HubConfig.Read(folder, hub)
            : throw new ModelFolderException($"The model folder '{folder}' has neither {GenAiConfig.Name} nor {HubConfig.Name}.");
    }

    /// <summary>Ids of the given file and of <c>generation_config.json</c>, in order; at least one.</summary>
    internal static IReadOnlyList<int> StopTokens(string folder, ConfigFile file, System.Text.Json.JsonElement parent, string name)
    {
        const string Generation = "generation_config.json";
        List<int> ids = [];
        file.AddStopTokens(parent, ids);
        using ConfigFile? generation = ConfigFile.TryOpen(folder, Generation);
        generation?.AddStopTokens(generation.Root, ids);
        return ids.Count > 0
            ? [.. ids.Distinct().Order()]
            : throw new ModelFolderException($"Neither {name} nor {Generation} in '{folder}' gives eos_token_id.");
    }
}
