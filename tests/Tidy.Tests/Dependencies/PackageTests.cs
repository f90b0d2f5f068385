using System.Text.Json;
using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Dependencies;

public sealed partial class PackageTests
{
    private const string Document = "docs/dependencies.md";
    private const string Versions = "Directory.Packages.props";

    [Fact]
    public void Packages_in_use_are_explained()
    {
        HashSet<string> explained = [.. Explained().Select(row => row.Package)];
        IEnumerable<Offence> offences =
            from use in Uses()
            where !explained.Contains(use.Name)
            select use.Project.File.At(use.Line, $"{use.Name} has no row");
        Rule.Holds($"Every package has a row in {Document}: what for, why not own code, licence.", offences);
    }

    [Fact]
    public void Packages_explained_are_in_use()
    {
        HashSet<string> used = [.. Uses().Select(use => use.Name), .. Pinned()];
        IEnumerable<Offence> offences =
            from row in Explained()
            where !used.Contains(row.Package)
            select row.File.At(row.Line, $"{row.Package} is referred to by no project");
        Rule.Holds($"{Document} explains what is used and nothing else.", offences);
    }

    [Fact]
    public void Package_versions_are_in_use()
    {
        HashSet<string> used = [.. Uses().Select(use => use.Name), .. Pinned()];
        IEnumerable<Offence> offences =
            from project in Project.Under("")
            from version in project.PackageVersions
            where !used.Contains(version.Name)
            select project.File.At(version.Line, $"{version.Name} is referred to by no project");
        Rule.Holds($"{Versions} pins what is used and nothing else.", offences);
    }

    private static IEnumerable<(Project Project, string Name, int Line)> Uses() =>
        from project in Project.Under("", "src", "tests", "benchmarks")
        from package in project.Packages
        select (project, package.Name, package.Line);

    // Versions that are named centrally because another package brings the package along.
    private static IEnumerable<string> Pinned() =>
        from file in Repository.Files
        where file.Name == "packages.lock.json"
        from framework in JsonSerializer.Deserialize<JsonElement>(file.Text).GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.GetProperty("type").GetString() == "CentralTransitive"
        select package.Name;

    private static IEnumerable<(RepositoryFile File, string Package, int Line)> Explained() =>
        from file in Repository.Files
        where file.Path == Document
        from line in file.Lines
        let row = Row().Match(line.Text)
        where row.Success
        from Match package in Code().Matches(row.Groups["first"].Value)
        select (file, package.Groups["name"].Value, line.Number);

    [GeneratedRegex(@"^\|(?<first>[^|]*)\|")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Code();
}
