using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>The rules of JSON itself, which every grammar begins with.</summary>
internal sealed class JsonRules
{
    private const int NumberDigitsMax = 20;
    private readonly AutomatonBuilder _builder;
    private readonly int _space = -1;

    public JsonRules(AutomatonBuilder builder)
    {
        _builder = builder;
        AddCharacter();
        AddString();
        if (builder.States > CommonStates)
        {
            throw new InvalidOperationException($"The common rules have {builder.States} states, more than {CommonStates}.");
        }

        while (builder.States < CommonStates)
        {
            builder.AddState();
        }

        _space = builder.Budget.Limits.WhitespaceRunMax > 0 ? AddSpace(builder.Budget.Limits.WhitespaceRunMax) : -1;
        Number = AddNumber();
        Integer = builder.AddRule(RuleKind.Text);
        Numbers.FillInteger(builder, Integer, long.MinValue, long.MaxValue);
        Boolean = AddWords("true", "false");
        Null = AddWords("null");
        Object = builder.AddRule(RuleKind.Nested);
        Array = builder.AddRule(RuleKind.Nested);
        Any = [Object, Array, String, Number, Boolean, Null];
        Structure.FillMap(this, Object, Any);
        Structure.FillArray(this, Array, Any, 0, null);
    }

    /// <summary>States below this one are the same in every grammar: those of a character and of a free string.</summary>
    public const int CommonStates = 64;

    /// <summary>The rule of one character within a string, escaped or not; the first that is added.</summary>
    public const int Character = 0;

    /// <summary>The rule of any string; the second that is added.</summary>
    public const int String = 1;

    public AutomatonBuilder Builder => _builder;

    public int Number { get; }

    public int Integer { get; }

    public int Boolean { get; }

    public int Null { get; }

    public int Object { get; }

    public int Array { get; }

    /// <summary>The alternatives of any JSON value.</summary>
    public IReadOnlyList<int> Any { get; }

    /// <summary>A state after an optional run of whitespace.</summary>
    public int Space(int from)
    {
        if (_space < 0)
        {
            return from;
        }

        int to = _builder.AddState();
        _builder.Nothing(from, to);
        _builder.Call(from, _space, to);
        return to;
    }

    /// <summary>A state after one of several rules.</summary>
    public int OneOf(int from, IReadOnlyList<int> rules)
    {
        int to = _builder.AddState();
        foreach (int rule in rules)
        {
            _builder.Call(from, rule, to);
        }

        return to;
    }

    /// <summary>Adds between one and <paramref name="most"/> digits between two states.</summary>
    public void Digits(int from, int most, int to)
    {
        for (int i = 0; i < most; i++)
        {
            int next = _builder.Bytes(from, (byte)'0', (byte)'9');
            _builder.Nothing(next, to);
            from = next;
        }
    }

    private void AddCharacter()
    {
        (_, int start, int end) = _builder.Open(_builder.AddRule(RuleKind.Piece));
        Characters.AddPlain(_builder, start, end);
        Characters.AddEscapes(_builder, start, end);
    }

    private void AddString()
    {
        (_, int start, int end) = _builder.Open(_builder.AddRule(RuleKind.Text));
        int inside = _builder.Byte(start, '"');
        Characters.AddPlain(_builder, inside, inside);
        Characters.AddEscapes(_builder, inside, inside);
        _builder.Byte(inside, '"', end);
    }

    private int AddSpace(int runMax)
    {
        int rule = _builder.AddRule(RuleKind.Piece);
        (_, int from, int end) = _builder.Open(rule);
        for (int i = 0; i < runMax; i++)
        {
            int next = _builder.AddState();
            foreach (char blank in " \t\n\r")
            {
                _builder.Byte(from, blank, next);
            }

            _builder.Nothing(next, end);
            from = next;
        }

        return rule;
    }

    private int AddNumber()
    {
        int rule = _builder.AddRule(RuleKind.Text);
        (_, int start, int end) = _builder.Open(rule);
        int whole = _builder.AddState();
        int fraction = _builder.AddState();
        int unsigned = _builder.AddState();
        _builder.Nothing(start, unsigned);
        _builder.Byte(start, '-', unsigned);
        _builder.Byte(unsigned, '0', whole);
        int first = _builder.Bytes(unsigned, (byte)'1', (byte)'9');
        _builder.Nothing(first, whole);
        Digits(first, NumberDigitsMax - 1, whole);
        _builder.Nothing(whole, fraction);
        Digits(_builder.Byte(whole, '.'), NumberDigitsMax, fraction);
        _builder.Nothing(fraction, end);
        AddExponent(fraction, end);
        return rule;
    }

    /// <summary>Two digits at most, so that the number stays within a double.</summary>
    private void AddExponent(int from, int end)
    {
        int sign = _builder.Byte(from, 'e');
        _builder.Byte(from, 'E', sign);
        int digits = _builder.AddState();
        _builder.Nothing(sign, digits);
        _builder.Byte(sign, '+', digits);
        _builder.Byte(sign, '-', digits);
        Digits(digits, 2, end);
    }

    private int AddWords(params ReadOnlySpan<string> words)
    {
        int rule = _builder.AddRule(RuleKind.Text);
        (_, int start, int end) = _builder.Open(rule);
        foreach (string word in words)
        {
            _builder.Nothing(_builder.Literal(start, System.Text.Encoding.ASCII.GetBytes(word)), end);
        }

        return rule;
    }
}
