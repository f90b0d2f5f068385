using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Documents;

/// <summary>Which words of a document are names of code, and whether the code still has them.</summary>
internal static partial class DocumentNames
{
    private static readonly HashSet<string> Projects = Project.Under("src", "tests", "benchmarks").Select(project => project.Name).ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> Packages = Project.Under("").SelectMany(project => project.PackageVersions)
        .Select(package => package.Name)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The name in a code span without type arguments and call brackets; null when it is none.</summary>
    public static string? In(MarkdownSpan span)
    {
        Match match = span.Kind == SpanKind.Code ? Name().Match(span.Text) : Match.Empty;
        string name = match.Groups["name"].Value;
        bool isName = match.Success && (name.Contains('.', StringComparison.Ordinal) || (name.Count(char.IsUpper) >= 2 && name.Any(char.IsLower)));
        return isName ? name : null;
    }

    /// <summary>Null when the name stands for something, else what is missing.</summary>
    public static string? Fault(string name)
    {
        if (KnownNames.Contains(name) || Projects.Contains(name) || Packages.Contains(name) || DeclaredNames.IsNamespace(name))
        {
            return null;
        }

        string[] parts = name.Split('.');
        if (parts.Length == 1)
        {
            return DeclaredNames.IsType(name) || DeclaredNames.IsMember(name) ? null : $"no type or member is called `{name}`";
        }

        if (KnownNames.Contains(parts[0]))
        {
            return null;
        }

        (string type, string member) = (parts[^2], parts[^1]);
        return !DeclaredNames.IsType(type) ? (DeclaredNames.IsType(member) ? null : $"no type is called `{type}`")
            : DeclaredNames.MayHaveMember(type, member) ? null
            : $"`{type}` has no member `{member}`";
    }

    [GeneratedRegex(@"^(?<name>[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*)(<[\w, ]+>)?(\(\))?$")]
    private static partial Regex Name();
}
