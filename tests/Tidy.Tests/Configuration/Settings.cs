using System.Globalization;
using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Configuration;

/// <summary>Reads options and limits out of src/.</summary>
internal static partial class Settings
{
    private static readonly ILookup<string, (RepositoryFile File, TypeDeclarationSyntax Type)> Types = Repository.CSharp("src")
        .SelectMany(file => file.All<TypeDeclarationSyntax>().Select(type => (file, type)))
        .Where(declared => declared.type is ClassDeclarationSyntax or RecordDeclarationSyntax)
        .ToLookup(declared => declared.type.Identifier.Text, StringComparer.Ordinal);

    /// <summary>Options classes that say which section they are bound to, with that section; null when it cannot be read.</summary>
    public static IEnumerable<(RepositoryFile File, TypeDeclarationSyntax Type, string? Section)> Bound =>
        from declared in Types.SelectMany(same => same)
        where declared.Type.Identifier.Text.EndsWith("Options", StringComparison.Ordinal)
        from constants in declared.Type.Members.OfType<FieldDeclarationSyntax>()
        from constant in constants.Declaration.Variables
        where constants.Modifiers.Any(SyntaxKind.ConstKeyword) && constant.Identifier.Text is "Section" or "SectionName"
        select (declared.File, declared.Type, ConstantValue.Text(constant.Initializer?.Value));

    public static IEnumerable<Setting> Options =>
        from bound in Bound
        where bound.Section is not null
        from setting in Of(bound.File, bound.Type, bound.Section, null, depth: 0)
        select setting;

    public static IEnumerable<Setting> Limits =>
        from declared in Types["Limits"]
        from constants in declared.Type.Members.OfType<FieldDeclarationSyntax>()
        where constants.Modifiers.Any(SyntaxKind.ConstKeyword)
        from constant in constants.Declaration.Variables
        let value = constant.Initializer!.Value
        select new Setting(
            constant.Identifier.Text,
            value.ToString(),
            ConstantValue.Number(value) is { } number ? Spelled(number) : [],
            Setting.SummaryOf(constants),
            declared.File.At(constant, "").Place);

    // An object initializer of the owner overrides the defaults of the nested type.
    private static IEnumerable<Setting> Of(RepositoryFile file, TypeDeclarationSyntax type, string prefix, InitializerExpressionSyntax? given, int depth)
    {
        foreach (PropertyDeclarationSyntax property in type.Members.OfType<PropertyDeclarationSyntax>().Where(IsBindable))
        {
            Match shape = Shape().Match(property.Type.ToString());
            string entry = shape.Groups["dictionary"].Success ? ":<name>" : shape.Groups["list"].Success ? ":<n>" : "";
            string key = $"{prefix}:{property.Identifier.Text}";
            (RepositoryFile File, TypeDeclarationSyntax Type) nested = Types[shape.Groups["type"].Value].FirstOrDefault();
            bool isSection = nested.Type is not null && depth < 8 && nested.Type.Members.OfType<PropertyDeclarationSyntax>().Any(IsBindable);
            ExpressionSyntax? value = Given(given, property) ?? property.Initializer?.Value;
            IEnumerable<Setting> settings = isSection
                ? Of(nested.File, nested.Type!, key + entry, (value as BaseObjectCreationExpressionSyntax)?.Initializer, depth + 1)
                : [Leaf(file, property, key, value)];
            foreach (Setting setting in settings)
            {
                yield return setting;
            }
        }
    }

    private static bool IsBindable(PropertyDeclarationSyntax property) =>
        property.Modifiers.Any(SyntaxKind.PublicKeyword)
        && !property.Modifiers.Any(SyntaxKind.StaticKeyword)
        && property.AccessorList is { } accessors
        && (accessors.Accessors.Any(accessor => accessor.Modifiers.Count == 0 && accessor.Keyword.Kind() is SyntaxKind.SetKeyword or SyntaxKind.InitKeyword)
            || Shape().Match(property.Type.ToString()).Groups["collection"].Success);

    private static ExpressionSyntax? Given(InitializerExpressionSyntax? initializer, PropertyDeclarationSyntax property) => initializer?.Expressions
        .OfType<AssignmentExpressionSyntax>()
        .FirstOrDefault(assignment => assignment.Left.ToString() == property.Identifier.Text)?.Right;

    private static Setting Leaf(RepositoryFile file, PropertyDeclarationSyntax property, string key, ExpressionSyntax? value) => new(
        key,
        value?.ToString() ?? "unset",
        Default(property, value),
        Setting.SummaryOf(property),
        file.At(property.Identifier, "").Place);

    // Only what can be compared without running code.
    private static string[] Default(PropertyDeclarationSyntax property, ExpressionSyntax? value) => value switch
    {
        null => property.Type.ToString() switch
        {
            "int" or "long" or "double" => ["0"],
            "bool" => ["false"],
            _ => [],
        },
        LiteralExpressionSyntax literal when literal.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression => [literal.ToString()],
        MemberAccessExpressionSyntax member when member.Expression.ToString() == property.Type.ToString() => [member.Name.Identifier.Text],
        InvocationExpressionSyntax call when ConstantValue.Span(call) is { } span => Spelled(span),
        _ when ConstantValue.Number(value) is { } number => Spelled(number),
        _ when ConstantValue.Text(value) is { Length: > 0 } text => [text],
        LiteralExpressionSyntax { Token.Value: double } literal => [literal.ToString().TrimEnd('d', 'D')],
        _ => [],
    };

    private static string[] Spelled(TimeSpan span)
    {
        (string Unit, double Count)[] units = [("h", span.TotalHours), ("min", span.TotalMinutes), ("s", span.TotalSeconds), ("ms", span.TotalMilliseconds)];
        return
        [
            .. units.Where(unit => double.IsInteger(unit.Count)).Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit.Count} {unit.Unit}")),
            span.ToString("c", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Spelled(long number)
    {
        string plain = number.ToString(CultureInfo.InvariantCulture);
        (string Unit, int Shift)[] units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
        return
        [
            .. units.Where(unit => number > 0 && number % (1L << unit.Shift) == 0).Select(unit => $"{number >> unit.Shift} {unit.Unit}"),
            .. number < 1000 ? [] : new[] { number.ToString("N0", CultureInfo.InvariantCulture) },
            plain,
        ];
    }

    [GeneratedRegex(@"^(?:(?<collection>(?<dictionary>I?(?:ReadOnly)?Dictionary<string,\s*)|(?<list>I?(?:ReadOnly)?(?:List|Collection|Enumerable|HashSet|Set)<))?(?<type>\w+)\??(?<list>\[\])?>?\??)$")]
    private static partial Regex Shape();
}
