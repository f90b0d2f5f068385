using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>The characters of JSON strings as bytes.</summary>
internal static class Characters
{
    /// <summary>Every character that stands for itself, in well-formed UTF-8.</summary>
    public static void AddPlain(AutomatonBuilder builder, int from, int to)
    {
        builder.Bytes(from, 0x20, 0x21, to);
        builder.Bytes(from, 0x23, 0x5B, to);
        builder.Bytes(from, 0x5D, 0x7F, to);
        int last = Before(builder, to);
        int lastTwo = Before(builder, last);
        int lastThree = Before(builder, lastTwo);
        builder.Bytes(from, 0xC2, 0xDF, last);
        builder.Bytes(builder.Bytes(from, 0xE0, 0xE0), 0xA0, 0xBF, last);
        builder.Bytes(from, 0xE1, 0xEC, lastTwo);
        builder.Bytes(builder.Bytes(from, 0xED, 0xED), 0x80, 0x9F, last);
        builder.Bytes(from, 0xEE, 0xEF, lastTwo);
        builder.Bytes(builder.Bytes(from, 0xF0, 0xF0), 0x90, 0xBF, lastTwo);
        builder.Bytes(from, 0xF1, 0xF3, lastThree);
        builder.Bytes(builder.Bytes(from, 0xF4, 0xF4), 0x80, 0x8F, lastTwo);
    }

    /// <summary>Every escape; half of a surrogate pair only before the other half.</summary>
    public static void AddEscapes(AutomatonBuilder builder, int from, int to)
    {
        int escape = builder.Byte(from, '\\');
        foreach (char name in "\"\\/bfnrt")
        {
            builder.Byte(escape, name, to);
        }

        int code = builder.Byte(escape, 'u');
        int one = builder.AddState();
        int two = builder.AddState();
        int three = builder.AddState();
        AddHex(builder, one, '0', 'f', to);
        AddHex(builder, two, '0', 'f', one);
        AddHex(builder, three, '0', 'f', two);
        AddHex(builder, code, '0', 'c', three);
        AddHex(builder, code, 'e', 'f', three);
        int surrogate = AddHex(builder, code, 'd', 'd');
        AddHex(builder, surrogate, '0', '7', two);
        AddLowSurrogate(builder, AddHex(builder, AddHex(builder, AddHex(builder, surrogate, '8', 'b'), '0', 'f'), '0', 'f'), two);
    }

    private static void AddLowSurrogate(AutomatonBuilder builder, int from, int two) =>
        AddHex(builder, AddHex(builder, builder.Byte(builder.Byte(from, '\\'), 'u'), 'd', 'd'), 'c', 'f', two);

    private static int Before(AutomatonBuilder builder, int to)
    {
        int state = builder.AddState();
        builder.Bytes(state, 0x80, 0xBF, to);
        return state;
    }

    private static int AddHex(AutomatonBuilder builder, int from, char low, char high)
    {
        int to = builder.AddState();
        AddHex(builder, from, low, high, to);
        return to;
    }

    /// <summary>Adds hexadecimal digits of a range, the letters in both cases.</summary>
    private static void AddHex(AutomatonBuilder builder, int from, char low, char high, int to)
    {
        if (low <= '9')
        {
            builder.Bytes(from, (byte)low, (byte)Math.Min(high, '9'), to);
        }

        if (high >= 'a')
        {
            char first = (char)Math.Max(low, 'a');
            builder.Bytes(from, (byte)first, (byte)high, to);
            builder.Bytes(from, (byte)char.ToUpperInvariant(first), (byte)char.ToUpperInvariant(high), to);
        }
    }
}
