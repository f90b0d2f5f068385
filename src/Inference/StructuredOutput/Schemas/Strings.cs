using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Patterns;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>Strings with a length, a pattern or a format.</summary>
internal static class Strings
{
    public static void Fill(JsonRules json, int rule, SchemaNode schema)
    {
        if (schema.Child("pattern") is { } pattern)
        {
            RequireNoOther(schema, "pattern", "format", "minLength", "maxLength");
            PatternRule.Fill(json.Builder, rule, pattern.Text(), pattern.Path);
        }
        else if (schema.Child("format") is { } format)
        {
            RequireNoOther(schema, "format", "minLength", "maxLength");
            PatternRule.Fill(json.Builder, rule, StringFormats.PatternOf(format), format.Path);
        }
        else
        {
            FillLength(json, rule, schema);
        }
    }

    private static void RequireNoOther(SchemaNode schema, string keyword, params ReadOnlySpan<string> others)
    {
        foreach (string other in others)
        {
            if (schema.Has(other))
            {
                throw schema.Refused(other, $"'{other}' cannot be combined with '{keyword}'");
            }
        }
    }

    private static void FillLength(JsonRules json, int rule, SchemaNode schema)
    {
        int least = schema.Count("minLength") ?? 0;
        int? most = schema.Count("maxLength");
        if (most < least)
        {
            throw schema.Refused($"asks for at least {least} and at most {most} characters");
        }

        AutomatonBuilder builder = json.Builder;
        (_, int start, int end) = builder.Open(rule);
        int state = builder.Byte(start, '"');
        for (int count = 0; count < (most ?? least); count++)
        {
            if (count >= least)
            {
                builder.Byte(state, '"', end);
            }

            int next = builder.AddState();
            builder.Call(state, JsonRules.Character, next);
            builder.Count(next, new CharacterCount(least - count, (most ?? int.MaxValue) - count));
            state = next;
        }

        builder.Byte(state, '"', end);
        if (most is null)
        {
            Characters.AddPlain(builder, state, state);
            Characters.AddEscapes(builder, state, state);
        }
    }
}
