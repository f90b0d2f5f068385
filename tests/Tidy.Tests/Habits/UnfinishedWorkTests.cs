using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Habits;

public sealed partial class UnfinishedWorkTests
{
    [Fact]
    public void Comments_announce_no_unfinished_work()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("src", "tests", "benchmarks")
            from comment in file.Syntax.DescendantTrivia()
            where IsComment(comment)
            from line in comment.ToFullString().Split('\n').Index()
            where Marker().IsMatch(line.Item)
            select file.At(comment.GetLocation().GetLineSpan().StartLinePosition.Line + 1 + line.Index, line.Item.Trim());
        Rule.Holds("Code is finished or absent: do it, or open an issue.", offences);
    }

    [Fact]
    public void Code_throws_no_placeholder()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("src", "tests", "benchmarks")
            from name in file.All<IdentifierNameSyntax>()
            where name.Identifier.Text == nameof(NotImplementedException) && name.Ancestors().Any(node => node is ObjectCreationExpressionSyntax)
            select file.At(name, name.Parent!.ToString());
        Rule.Holds("Code is finished or absent; what is not supported on purpose says so with its reason.", offences);
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia
        or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia
        or SyntaxKind.MultiLineDocumentationCommentTrivia;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Marker();
}
