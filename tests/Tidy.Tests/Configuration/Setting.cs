using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Configuration;

/// <summary>Something a user can set, or a bound a user can read.</summary>
/// <param name="Key">As documents write it: <c>Section:Property</c>, <c>&lt;n&gt;</c> for a list's entry, <c>&lt;name&gt;</c> for a dictionary's.</param>
/// <param name="Value">The default or the bound as C# writes it; empty when there is none.</param>
/// <param name="Spellings">Texts one of which a document has to give as the value; none when any will do.</param>
/// <param name="Summary">What the code's documentation says, on one line.</param>
/// <param name="Declared">Where it is declared, <c>path:line</c>.</param>
internal sealed partial record Setting(string Key, string Value, IReadOnlyList<string> Spellings, string Summary, string Declared)
{
    public static string SummaryOf(MemberDeclarationSyntax member)
    {
        string comment = string.Concat(member.GetLeadingTrivia().Where(trivia => trivia.HasStructure).Select(trivia => trivia.ToFullString()));
        string summary = SummaryTag().Match(comment).Groups["text"].Value;
        string plain = Tag().Replace(Code().Replace(summary, "`$1$2`"), "");
        return Blank().Replace(plain.Replace("///", "", StringComparison.Ordinal), " ").Trim();
    }

    /// <summary>The row of a table that would document this.</summary>
    public string Row => $"| `{Key}` | `{(Spellings.Count > 0 ? Spellings[^1] : Value)}` | {Summary} |";

    public Offence Missing(string what) => new(Declared, what);

    [GeneratedRegex("<summary>(?<text>.*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex SummaryTag();

    [GeneratedRegex(@"<c>([^<]*)</c>|<(?:see|paramref)\s+\w+=""(?:\w:)?([^""]*)""\s*/>")]
    private static partial Regex Code();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
