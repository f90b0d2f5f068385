using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Configuration;

public sealed partial class ConfigurationTests
{
    private const string Document = "docs/configuration.md";

    [Fact]
    public void Options_name_a_section_that_can_be_read()
    {
        IEnumerable<Offence> offences =
            from bound in Settings.Bound
            where bound.Section is null
            select bound.File.At(bound.Type, $"the section of {bound.Type.Identifier.Text} is not a string constant");
        Rule.Holds("An options class names its section in a constant made of literals and other sections.", offences);
    }

    [Fact]
    public void Options_are_documented()
    {
        IEnumerable<Offence> offences =
            from setting in Settings.Options
            where !RowsOf(setting).Any()
            select setting.Missing($"add to {Document}: {setting.Row}");
        Rule.Holds($"Every option has a row in {Document} whose key is written in backticks.", offences);
    }

    [Fact]
    public void Limits_are_documented()
    {
        IEnumerable<Offence> offences =
            from limit in Settings.Limits
            where !RowsOf(limit).Any()
            select limit.Missing($"add to {Document}: {limit.Row}");
        Rule.Holds($"Every limit has a row in {Document} whose name is written in backticks.", offences);
    }

    [Fact]
    public void Values_in_the_document_are_those_of_the_code()
    {
        IEnumerable<Offence> offences =
            from setting in Settings.Options.Concat(Settings.Limits)
            where setting.Spellings.Count > 0
            from row in RowsOf(setting)
            where !setting.Spellings.Any(value => Says(row.Text, setting.Key, value))
            select new Offence($"{Document}:{row.Number}", $"{setting.Key} is {string.Join(" or ", setting.Spellings)} in {setting.Declared}");
        Rule.Holds("A default or a bound is written once, in code; the document repeats it faithfully.", offences);
    }

    [Fact]
    public void Keys_in_documents_are_options()
    {
        Setting[] settings = [.. Settings.Options];
        HashSet<string> roots = [.. settings.Select(setting => setting.Key.Split(':')[0])];
        IEnumerable<Offence> offences =
            from span in MarkdownSpans.All
            where span.Kind == SpanKind.Code && Key().IsMatch(span.Text)
            let parts = span.Text.Split(["__", ":"], StringSplitOptions.None)
            where roots.Contains(parts[0]) && !settings.Any(setting => IsOrHolds(setting.Key.Split(':'), parts))
            select span.Broken($"no option is called `{span.Text}`");
        Rule.Holds("A key in a document can be set.", offences);
    }

    private static IEnumerable<(int Number, string Text)> RowsOf(Setting setting) =>
        from line in Repository.Find(Document)?.Lines ?? []
        where line.Text.StartsWith('|') && Names(line.Text, setting.Key)
        select line;

    private static bool Names(string row, string key) =>
        row.Contains($"`{key}`", StringComparison.Ordinal) || row.Contains($"`Limits.{key}`", StringComparison.Ordinal);

    private static bool Says(string row, string key, string value) =>
        Regex.IsMatch(row.Replace(key, "", StringComparison.Ordinal), $@"(?<![\w.,]){Regex.Escape(value)}(?![\w]|[.,]\d)", RegexOptions.CultureInvariant);

    // A key, or a section above keys; <n> and <name> stand for what a user writes there.
    private static bool IsOrHolds(string[] option, string[] written) =>
        written.Length <= option.Length
        && written.Zip(option).All(pair => pair.First == pair.Second || pair.Second.StartsWith('<'));

    [GeneratedRegex(@"^[A-Z]\w*?((:|__)[\w<>-]+?)+$")]
    private static partial Regex Key();
}
