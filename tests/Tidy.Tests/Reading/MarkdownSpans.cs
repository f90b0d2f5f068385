using System.Text.RegularExpressions;

namespace InferenceGateway.Tidy.Tests.Reading;

internal enum SpanKind
{
    /// <summary>Inline code.</summary>
    Code,

    /// <summary>Target of a link or an image.</summary>
    Link,

    /// <summary>One line of a fenced block.</summary>
    Fenced,
}

/// <summary>A piece of a Markdown file that refers to something.</summary>
internal sealed record MarkdownSpan(RepositoryFile File, int Line, SpanKind Kind, string Text)
{
    public Offence Broken(string what) => File.At(Line, what);
}

/// <summary>Finds inline code, link targets and fenced lines.</summary>
internal static partial class MarkdownSpans
{
    /// <summary>The documents that promise to be true: those at the root and all of docs/.</summary>
    public static IEnumerable<RepositoryFile> Documents =>
        Repository.Files.Where(file => file.Path is "README.md" or "CONTRIBUTING.md" or "SECURITY.md"
            || (file.IsUnder("docs") && file.Path.EndsWith(".md", StringComparison.Ordinal)));

    public static IEnumerable<MarkdownSpan> All => Documents.SelectMany(Of);

    public static IEnumerable<MarkdownSpan> Of(RepositoryFile file)
    {
        bool fenced = false;
        foreach ((int number, string line) in file.Lines)
        {
            if (Fence().IsMatch(line))
            {
                fenced = !fenced;
                continue;
            }

            IEnumerable<MarkdownSpan> spans = fenced ? [new(file, number, SpanKind.Fenced, line)] : Inline(file, number, line);
            foreach (MarkdownSpan span in spans)
            {
                yield return span;
            }
        }
    }

    private static IEnumerable<MarkdownSpan> Inline(RepositoryFile file, int number, string line)
    {
        foreach (Match code in Code().Matches(line))
        {
            yield return new(file, number, SpanKind.Code, code.Groups["text"].Value.Trim());
        }

        foreach (Match link in Link().Matches(Code().Replace(line, "")))
        {
            yield return new(file, number, SpanKind.Link, link.Groups["target"].Value);
        }
    }

    [GeneratedRegex(@"^\s*(```|~~~)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)(?<ticks>`+)(?!`)(?<text>.+?)(?<!`)\k<ticks>(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)|^\s*\[[^\]]+\]:\s*(?<target>\S+)|\bsrc=""(?<target>[^""]+)""")]
    private static partial Regex Link();
}
