namespace InferenceGateway.Tidy.Tests.Reading;

/// <summary>The repository this assembly was built in, as text: what git would keep, without build output.</summary>
internal static class Repository
{
    private const string Marker = "InferenceGateway.sln";

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<RepositoryFile> Files { get; } = [.. Walk(new DirectoryInfo(Root), IgnoredFolders())];

    /// <summary>Relative paths of all files and of all folders that hold one.</summary>
    public static IReadOnlySet<string> Paths { get; } = Files.SelectMany(file => Ancestry(file.Path)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Parsed C# files below the given top folders.</summary>
    public static IEnumerable<RepositoryFile> CSharp(params string[] folders) =>
        Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(file.IsUnder));

    public static RepositoryFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Marker)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Marker}; run these tests inside the repository.");
    }

    // .gitignore here ignores folders by plain names, so that one list serves git and these tests.
    private static HashSet<string> IgnoredFolders() =>
    [
        ".git",
        .. File.ReadLines(Path.Combine(Root, ".gitignore"))
            .Where(line => line.EndsWith('/'))
            .Select(line => line.Trim('/')),
    ];

    private static IEnumerable<RepositoryFile> Walk(DirectoryInfo folder, HashSet<string> ignored)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            // A worktree's .git is a file, and links lead out of the tree.
            if (ignored.Contains(entry.Name) || entry.LinkTarget is not null)
            {
                continue;
            }

            IEnumerable<RepositoryFile> found = entry is DirectoryInfo child ? Walk(child, ignored) : [new RepositoryFile(Relative(entry))];
            foreach (RepositoryFile file in found)
            {
                yield return file;
            }
        }
    }

    private static string Relative(FileSystemInfo entry) => Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');

    private static IEnumerable<string> Ancestry(string path)
    {
        for (string current = path; current.Length > 0; current = Path.GetDirectoryName(current)!.Replace('\\', '/'))
        {
            yield return current;
        }
    }
}
