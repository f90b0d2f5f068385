using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Shape;

public sealed class ShapeTests(ITestOutputHelper output)
{
    private const int MethodLinesMax = 60;
    private const int MethodLinesMedianBelow = 10;
    private const int FileLinesMax = 400;

    [Fact]
    public void Methods_are_short()
    {
        Method[] methods = [.. Methods()];
        output.WriteLine($"{methods.Length} methods in src/: median {Percentile(methods, 0.5)} lines, p90 {Percentile(methods, 0.9)}, longest {Percentile(methods, 1)}");

        Rule.Holds(
            $"A method of src/ has at most {MethodLinesMax} lines from signature to closing brace.",
            methods.Where(method => method.Lines > MethodLinesMax).Select(method => method.Broken()));
    }

    [Fact]
    public void Half_of_the_methods_are_shorter_than_ten_lines()
    {
        int median = Percentile([.. Methods()], 0.5);

        Assert.True(median < MethodLinesMedianBelow, $"The median method of src/ has {median} lines; it stays below {MethodLinesMedianBelow}.");
    }

    [Fact]
    public void Files_are_short()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("src")
            let lines = file.Text.TrimEnd('\n').Split('\n').Length
            where lines > FileLinesMax
            select file.At(lines, $"{lines} lines");
        Rule.Holds($"A file of src/ has at most {FileLinesMax} lines: split it by what changes together.", offences);
    }

    [Fact]
    public void Classes_are_sealed_static_or_abstract()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("src")
            from type in file.All<TypeDeclarationSyntax>()
            where type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)
            group (file, type) by $"{file.Folder}/{Outer(type)}" into parts
            where !parts.Any(part => part.type.Modifiers.Any(IsClosing))
            let first = parts.First()
            select first.file.At(first.type, $"{first.type.Keyword.Text} {first.type.Identifier.Text}");
        Rule.Holds("A class of src/ is sealed, static or abstract: inheritance is an invitation to be given on purpose.", offences);
    }

    // All parts of a partial class count as one.
    private static string Outer(TypeDeclarationSyntax type) => string.Join('.', type.AncestorsAndSelf()
        .OfType<TypeDeclarationSyntax>()
        .Select(part => $"{part.Identifier.Text}`{part.TypeParameterList?.Parameters.Count}"));

    private static bool IsClosing(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword;

    private static IEnumerable<Method> Methods() =>
        from file in Repository.CSharp("src")
        from method in file.All<BaseMethodDeclarationSyntax>()
        where method.Body is not null || method.ExpressionBody is not null
        select new Method(file, method, LinesOf(method));

    // Attributes and documentation do not make a method longer.
    private static int LinesOf(BaseMethodDeclarationSyntax method)
    {
        SyntaxToken first = method.AttributeLists.Count == 0 ? method.GetFirstToken() : method.AttributeLists[^1].GetLastToken().GetNextToken();
        return LineOf(method.GetLastToken()) - LineOf(first) + 1;
    }

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line;

    private static int Percentile(Method[] methods, double share)
    {
        int[] lines = [.. methods.Select(method => method.Lines).Order()];
        return lines.Length == 0 ? 0 : lines[(int)Math.Ceiling(share * lines.Length) - 1];
    }

    private sealed record Method(RepositoryFile File, BaseMethodDeclarationSyntax Syntax, int Lines)
    {
        public Offence Broken() => File.At(Syntax, $"{Lines} lines");
    }
}
