using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Documents;

public sealed class DocumentTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("LICENSE")]
    [InlineData("docs/dependencies.md")]
    [InlineData("docs/configuration.md")]
    public void Document_every_visitor_looks_for_exists(string path) =>
        Assert.True(Repository.Paths.Contains(path), $"{path} is missing.");

    [Fact]
    public void Paths_in_documents_exist()
    {
        IEnumerable<Offence> offences =
            from span in MarkdownSpans.All
            from path in DocumentPaths.In(span)
            where !DocumentPaths.Exists(span, path)
            select span.Broken($"`{path}` does not exist");
        Rule.Holds($"A path in a document leads to a file or folder here; other people's paths stand in {KnownNames.Path}.", offences);
    }

    [Fact]
    public void Names_of_code_in_documents_are_declared()
    {
        IEnumerable<Offence> offences =
            from span in MarkdownSpans.All
            let name = DocumentNames.In(span)
            where name is not null
            let fault = DocumentNames.Fault(name)
            where fault is not null
            select span.Broken(fault);
        Rule.Holds($"A name of code in a document is declared in src/, tests/ or benchmarks/; other people's names stand in {KnownNames.Path}.", offences);
    }

    [Fact]
    public void Known_names_are_all_used()
    {
        HashSet<string> used = [.. MarkdownSpans.All.SelectMany(Words)];
        IEnumerable<Offence> offences =
            from known in KnownNames.Lines
            where !used.Contains(known.Key)
            select KnownNames.File().At(known.Value, $"no document says `{known.Key}`");
        Rule.Holds("An exception that nobody needs hides the next mistake: remove it.", offences);
    }

    private static IEnumerable<string> Words(MarkdownSpan span) =>
        DocumentNames.In(span) is { } name ? [name, name.Split('.')[0], .. DocumentPaths.In(span)] : DocumentPaths.In(span);
}
