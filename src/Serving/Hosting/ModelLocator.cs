namespace InferenceGateway.Serving.Hosting;

/// <summary>Finds a model folder by path, or by name in a <c>models</c> folder beside or above the program or the working directory.</summary>
internal static class ModelLocator
{
    /// <summary>The folder's full path, or null.</summary>
    public static string? Find(string model)
    {
        if (System.IO.Directory.Exists(model))
        {
            return Path.GetFullPath(model);
        }

        bool isName = Path.GetFileName(model) == model;
        return isName ? Search(Environment.CurrentDirectory, model) ?? Search(AppContext.BaseDirectory, model) : null;
    }

    private static string? Search(string from, string name)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "models", name);
            if (System.IO.Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
