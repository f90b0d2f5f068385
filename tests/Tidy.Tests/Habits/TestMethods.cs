using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Habits;

/// <summary>The test methods of all test projects.</summary>
internal static class TestMethods
{
    public static IEnumerable<(RepositoryFile File, MethodDeclarationSyntax Method)> All =>
        from file in Repository.CSharp("tests")
        from method in file.All<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTest)
        select (file, method);

    // Attributes of one's own, such as a fact that needs a server, end like xunit's.
    private static bool IsTest(AttributeSyntax attribute)
    {
        string name = attribute.Name.ToString();
        return name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal);
    }
}
