using System.Text;
using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Schemas;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>Builds the bytes that a pattern matches inside a JSON string.</summary>
internal sealed class PatternBuilder(AutomatonBuilder builder)
{
    public void Add(PatternNode node, int from, int to)
    {
        switch (node)
        {
            case CharacterNode character:
                AddCharacters(character.Set, from, to);
                break;
            case SequenceNode sequence:
                AddSequence(sequence, from, to);
                break;
            case ChoiceNode choice:
                foreach (PatternNode part in choice.Parts)
                {
                    Add(part, from, to);
                }

                break;
            case RepetitionNode repetition:
                AddRepetition(repetition, from, to);
                break;
            default:
                throw new InvalidOperationException($"A pattern has no {node.GetType().Name}.");
        }
    }

    private void AddSequence(SequenceNode sequence, int from, int to)
    {
        foreach (PatternNode part in sequence.Parts)
        {
            from = AddAfter(part, from);
        }

        builder.Nothing(from, to);
    }

    private int AddAfter(PatternNode part, int from)
    {
        int to = builder.AddState();
        Add(part, from, to);
        return to;
    }

    private void AddRepetition(RepetitionNode repetition, int from, int to)
    {
        for (int i = 0; i < repetition.Least; i++)
        {
            from = AddAfter(repetition.Part, from);
        }

        if (repetition.Most is { } most)
        {
            for (int i = repetition.Least; i < most; i++)
            {
                builder.Nothing(from, to);
                from = AddAfter(repetition.Part, from);
            }
        }
        else
        {
            int loop = builder.AddState();
            builder.Nothing(from, loop);
            from = AddAfter(repetition.Part, loop);
            builder.Nothing(from, loop);
            from = loop;
        }

        builder.Nothing(from, to);
    }

    private void AddCharacters(CodePoints set, int from, int to)
    {
        foreach ((int low, int high) in set.Ranges)
        {
            AddEscaped(low, high, from, to);
            AddPlain(Math.Max(low, 0x20), Math.Min(high, '"' - 1), from, to);
            AddPlain(Math.Max(low, '"' + 1), Math.Min(high, '\\' - 1), from, to);
            AddPlain(Math.Max(low, '\\' + 1), Math.Min(high, 0xD7FF), from, to);
            AddPlain(Math.Max(low, 0xE000), high, from, to);
        }
    }

    /// <summary>
    /// Adds what must be escaped. Of the control characters only those with a short escape are ever written: the others occur in
    /// classes like "everything but a quote" and are never meant.
    /// </summary>
    private void AddEscaped(int low, int high, int from, int to)
    {
        foreach (char character in "\b\t\n\f\r\"\\")
        {
            if (low <= character && character <= high)
            {
                builder.Nothing(builder.Literal(from, Encoding.ASCII.GetBytes(JsonText.EscapeOf(character))), to);
            }
        }
    }

    private void AddPlain(int low, int high, int from, int to)
    {
        if (low <= high)
        {
            Utf8Ranges.Add(builder, from, low, high, to);
        }
    }
}
