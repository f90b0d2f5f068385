using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Documents;

/// <summary>Names of other people's code and files that documents may use: tests/Tidy.Tests/known-names.txt.</summary>
internal static class KnownNames
{
    public const string Path = "tests/Tidy.Tests/known-names.txt";

    public static IReadOnlyDictionary<string, int> Lines { get; } = File().Lines
        .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
        .ToDictionary(line => line.Text.Trim(), line => line.Number, StringComparer.Ordinal);

    public static bool Contains(string name) => Lines.ContainsKey(name);

    public static RepositoryFile File() => Repository.Find(Path) ?? throw new FileNotFoundException($"{Path} is missing.");
}
