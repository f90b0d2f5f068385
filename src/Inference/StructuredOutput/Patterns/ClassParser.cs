namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>Reads what stands between square brackets.</summary>
internal sealed class ClassParser(PatternReader reader)
{
    public CodePoints Parse()
    {
        bool isNegated = reader.TryRead('^');
        CodePoints set = CodePoints.None;
        while (!reader.TryRead(']'))
        {
            set = set.With(ReadRange());
        }

        return isNegated ? set.Complement() : set;
    }

    private CodePoints ReadRange()
    {
        CodePoints first = ReadOne();
        if (!reader.TryRead('-'))
        {
            return first;
        }

        if (reader.IsAt(']'))
        {
            return first.With(CodePoints.Of(('-', '-')));
        }

        CodePoints last = ReadOne();
        (int low, int high) = (Single(first), Single(last));
        return low <= high ? CodePoints.Of((low, high)) : throw reader.Refused("has a range whose ends are the wrong way round");
    }

    private CodePoints ReadOne()
    {
        int value = reader.Read().Value;
        return value == '\\' ? EscapeParser.Read(reader, isInClass: true) : CodePoints.Of((value, value));
    }

    private int Single(CodePoints set) => set.Ranges.Count == 1 && set.Ranges[0].Low == set.Ranges[0].High
        ? set.Ranges[0].Low
        : throw reader.Refused("has a range that does not go from one character to another");
}
