using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Reading;

/// <summary>Names that C# code of the repository declares.</summary>
internal static class DeclaredNames
{
    private static readonly ILookup<string, MemberDeclarationSyntax> TypeDeclarations = Repository.CSharp("src", "tests", "benchmarks")
        .SelectMany(file => file.All<MemberDeclarationSyntax>())
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        .ToLookup(NameOf, StringComparer.Ordinal);

    private static readonly HashSet<string> AllMembers = TypeDeclarations.SelectMany(group => group.SelectMany(MembersOf)).ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> Namespaces = Repository.CSharp("src", "tests", "benchmarks")
        .SelectMany(file => file.All<BaseNamespaceDeclarationSyntax>())
        .SelectMany(declaration => Prefixes(declaration.Name.ToString()))
        .ToHashSet(StringComparer.Ordinal);

    public static bool IsType(string name) => TypeDeclarations.Contains(name);

    public static bool IsMember(string name) => AllMembers.Contains(name);

    public static bool IsNamespace(string name) => Namespaces.Contains(name) || Namespaces.Contains("InferenceGateway." + name);

    /// <summary>False only when it is certain: a type with bases may inherit the member.</summary>
    public static bool MayHaveMember(string type, string member) =>
        TypeDeclarations[type].Any(declaration => declaration is BaseTypeDeclarationSyntax { BaseList: not null } and not EnumDeclarationSyntax)
        || TypeDeclarations[type].SelectMany(MembersOf).Contains(member, StringComparer.Ordinal);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        EventDeclarationSyntax occurrence => occurrence.Identifier.Text,
        EnumMemberDeclarationSyntax value => value.Identifier.Text,
        _ => "",
    };

    private static IEnumerable<string> MembersOf(MemberDeclarationSyntax type) => type switch
    {
        EnumDeclarationSyntax values => values.Members.Select(NameOf),
        TypeDeclarationSyntax declaration =>
        [
            .. declaration.Members.Select(NameOf),
            .. declaration.Members.OfType<BaseFieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables).Select(field => field.Identifier.Text),
            .. declaration.ParameterList?.Parameters.Select(parameter => parameter.Identifier.Text) ?? [],
        ],
        _ => [],
    };

    private static IEnumerable<string> Prefixes(string name)
    {
        string[] parts = name.Split('.');
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('.', parts.Take(count)));
    }
}
