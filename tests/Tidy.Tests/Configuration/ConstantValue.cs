using System.Globalization;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Configuration;

/// <summary>Evaluates the few forms in which constants of src/ are written; null for any other.</summary>
internal static class ConstantValue
{
    private static readonly ILookup<string, VariableDeclaratorSyntax> Constants = Repository.CSharp("src")
        .SelectMany(file => file.All<FieldDeclarationSyntax>())
        .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
        .SelectMany(field => field.Declaration.Variables)
        .ToLookup(Key, StringComparer.Ordinal);

    public static string? Text(ExpressionSyntax? expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Join(Text(sum.Left), Text(sum.Right)),
        InterpolatedStringExpressionSyntax text => text.Contents.Select(Part).Aggregate((string?)"", Join),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } name =>
            name.ArgumentList.Arguments[0].ToString().Split('.')[^1],
        IdentifierNameSyntax or MemberAccessExpressionSyntax => Text(Referred(expression)),
        _ => null,
    };

    public static long? Number(ExpressionSyntax? expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Number(inner.Expression),
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NumericLiteralExpression) => Whole(literal.Token.Value),
        BinaryExpressionSyntax product when product.IsKind(SyntaxKind.MultiplyExpression) => Number(product.Left) * Number(product.Right),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Number(sum.Left) + Number(sum.Right),
        IdentifierNameSyntax or MemberAccessExpressionSyntax => Number(Referred(expression)),
        _ => null,
    };

    public static TimeSpan? Span(InvocationExpressionSyntax call) =>
        Number(call.ArgumentList.Arguments.FirstOrDefault()?.Expression) is not { } count ? null : call.Expression.ToString() switch
        {
            "TimeSpan.FromDays" => TimeSpan.FromDays(count),
            "TimeSpan.FromHours" => TimeSpan.FromHours(count),
            "TimeSpan.FromMinutes" => TimeSpan.FromMinutes(count),
            "TimeSpan.FromSeconds" => TimeSpan.FromSeconds(count),
            "TimeSpan.FromMilliseconds" => TimeSpan.FromMilliseconds(count),
            _ => null,
        };

    private static string Key(VariableDeclaratorSyntax constant) =>
        $"{constant.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text}.{constant.Identifier.Text}";

    private static ExpressionSyntax? Referred(ExpressionSyntax reference)
    {
        string name = reference is MemberAccessExpressionSyntax access
            ? $"{access.Expression.ToString().Split('.')[^1]}.{access.Name.Identifier.Text}"
            : $"{reference.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text}.{reference}";
        return Constants[name].FirstOrDefault()?.Initializer?.Value;
    }

    private static string? Part(InterpolatedStringContentSyntax part) => part switch
    {
        InterpolatedStringTextSyntax text => text.TextToken.ValueText,
        InterpolationSyntax hole => Text(hole.Expression),
        _ => null,
    };

    private static string? Join(string? left, string? right) => left is null || right is null ? null : left + right;

    private static long? Whole(object? value) => value is int or long or uint ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
}
