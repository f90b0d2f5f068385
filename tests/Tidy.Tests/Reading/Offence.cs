namespace InferenceGateway.Tidy.Tests.Reading;

/// <summary>One place that breaks a rule.</summary>
/// <param name="Place"><c>path:line</c>, as editors and terminals link it.</param>
/// <param name="What">What is wrong there.</param>
internal sealed record Offence(string Place, string What);

/// <summary>Fails with every offender, not with the first.</summary>
internal static class Rule
{
    /// <param name="rule">The rule in one sentence, and what to do about an offender.</param>
    /// <param name="offences">Empty when the rule holds.</param>
    public static void Holds(string rule, IEnumerable<Offence> offences)
    {
        Offence[] found = [.. offences.OrderBy(offence => offence.Place, StringComparer.Ordinal)];
        if (found.Length > 0)
        {
            Assert.Fail($"{rule}\n{found.Length} broken:\n" + string.Join('\n', found.Select(offence => $"  {offence.Place}: {offence.What}")));
        }
    }
}
