using System.Text.RegularExpressions;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Habits;

public sealed partial class TestHabitTests
{
    [Fact]
    public void Test_names_say_subject_condition_outcome()
    {
        IEnumerable<Offence> offences =
            from test in TestMethods.All
            where !FactName().IsMatch(test.Method.Identifier.Text)
            select test.File.At(test.Method.Identifier, test.Method.Identifier.Text);
        Rule.Holds("A test's name is a fact, Subject_condition_outcome: who reads it failing knows what broke.", offences);
    }

    [Fact]
    public void Tests_wait_for_events_and_not_for_time()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("tests")
            from call in file.All<InvocationExpressionSyntax>()
            where IsSleep(call)
            select file.At(call, call.ToString());
        Rule.Holds("A test waits for what happens, with a deadline that says what was missing; delays take a TimeProvider.", offences);
    }

    [Fact]
    public void Tests_reach_an_assertion()
    {
        IEnumerable<Offence> offences =
            from test in TestMethods.All
            where !Asserting.Reaches(test.Method)
            select test.File.At(test.Method.Identifier, $"{test.Method.Identifier.Text} asserts nothing");
        Rule.Holds("A test that cannot fail proves nothing.", offences);
    }

    private static bool IsSleep(InvocationExpressionSyntax call) => call.Expression.ToString() switch
    {
        "Thread.Sleep" or "System.Threading.Thread.Sleep" => true,
        "Task.Delay" or "System.Threading.Tasks.Task.Delay" => !call.ArgumentList.Arguments.Skip(1).Any(argument => Clock().IsMatch(argument.ToString())),
        _ => false,
    };

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex FactName();

    [GeneratedRegex("clock|time(?!out)|provider", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    /// <summary>Follows calls by name through the helpers of all test projects.</summary>
    private static class Asserting
    {
        private static readonly ILookup<string, MethodDeclarationSyntax> Helpers = Repository.CSharp("tests")
            .SelectMany(file => file.All<MethodDeclarationSyntax>())
            .ToLookup(method => method.Identifier.Text, StringComparer.Ordinal);

        public static bool Reaches(MethodDeclarationSyntax test)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            Queue<SyntaxNode> pending = new([test]);
            while (pending.TryDequeue(out SyntaxNode? method))
            {
                foreach (SimpleNameSyntax name in method.DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    if (name.Identifier.Text is "Assert" or "Eventually")
                    {
                        return true;
                    }

                    IEnumerable<MethodDeclarationSyntax> called = seen.Add(name.Identifier.Text) ? Helpers[name.Identifier.Text] : [];
                    called.ToList().ForEach(pending.Enqueue);
                }
            }

            return false;
        }
    }
}
