using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>A string that matches a pattern, as a rule.</summary>
internal static class PatternRule
{
    /// <summary>States of the intermediate automaton for each one that the result may have.</summary>
    private const int SourceStatesPerState = 4;

    public static void Fill(AutomatonBuilder builder, int rule, string pattern, string path)
    {
        StructuredOutputLimits limits = builder.Budget.Limits;
        if (pattern.Length > limits.PatternCharsMax)
        {
            throw new StructuredOutputException(path, $"the pattern has {pattern.Length} characters; at most {limits.PatternCharsMax} are supported");
        }

        PatternNode node = new PatternParser(pattern, path).Parse();
        var source = new AutomatonBuilder(builder.Budget, SourceStatesPerState * limits.PatternStatesMax, path, "the pattern");
        (_, int sourceStart, int sourceEnd) = source.Open(source.AddRule(RuleKind.Text));
        new PatternBuilder(source).Add(node, sourceStart, sourceEnd);

        (_, int start, int end) = builder.Open(rule);
        int inside = builder.Byte(start, '"');
        int closing = builder.AddState();
        builder.Byte(closing, '"', end);
        new Determinizer(source, sourceEnd, builder, closing, limits.PatternStatesMax, path).Copy(sourceStart, inside);
    }
}
