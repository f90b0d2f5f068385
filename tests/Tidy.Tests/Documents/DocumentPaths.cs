using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Documents;

/// <summary>Which words of a document are paths of this repository, and whether they lead anywhere.</summary>
internal static partial class DocumentPaths
{
    private static readonly HashSet<string> FileNames = Repository.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The paths a span names, as written; none for URLs, globs and placeholders.</summary>
    public static IEnumerable<string> In(MarkdownSpan span) => span.Kind switch
    {
        SpanKind.Link => Scheme().IsMatch(span.Text) || span.Text[0] == '#' ? [] : [span.Text],
        SpanKind.Code when !span.Text.Contains(' ', StringComparison.Ordinal) => IsPath(span.Text) ? [span.Text] : [],
        _ => InCommand().Matches(span.Text).Select(match => match.Value).Where(path => !BuildOutput().IsMatch(path)),
    };

    public static bool Exists(MarkdownSpan span, string written)
    {
        string path = Position().Replace(written, "").TrimEnd('/', '.', ',');
        string beside = Normalize(span.File.Folder, path);
        return span.Kind == SpanKind.Link
            ? Repository.Paths.Contains(beside)
            : Repository.Paths.Contains(beside) || Repository.Paths.Contains(Normalize("", path)) || FileNames.Contains(path) || KnownNames.Contains(written);
    }

    private static bool IsPath(string word) =>
        !NotAPath().IsMatch(word)
        && (word.Contains('/', StringComparison.Ordinal) ? !BuildOutput().IsMatch(word) : FileName().IsMatch(word));

    private static string Normalize(string folder, string path) => path.StartsWith('/')
        ? path.TrimStart('/')
        : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, path))).Replace('\\', '/');

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    // A line number or an anchor behind a path.
    [GeneratedRegex(@"(:\d+(-\d+)?|#.*)$")]
    private static partial Regex Position();

    // Globs, placeholders and code; URL paths and options; host names and their ports; media types; rates.
    [GeneratedRegex(@"[<>*{}$|\\""'()=,;!?]|://|^[/~@#-]|^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/|:\d+/|^(application|audio|image|multipart|text)/|/s$")]
    private static partial Regex NotAPath();

    [GeneratedRegex(@"^[\w.-]+\.(cs|csproj|sln|props|targets|json|yaml|yml|md|sh|py|js|mjs|ts|cpp|txt|onnx|proto|tpl)$|^Dockerfile$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules|TestResults|artifacts)(/|$)")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"(?<![\w./@-])(\./)?(src|tests|docs|models|charts|loadtests|benchmarks|deploy|traces|\.ci)/[\w./-]*(?![\w./<*{$-])")]
    private static partial Regex InCommand();
}
