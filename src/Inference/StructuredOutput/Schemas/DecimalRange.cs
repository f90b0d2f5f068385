using System.Globalization;
using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>The whole numbers of a range, digit by digit, without a sign and without leading zeros.</summary>
internal sealed class DecimalRange
{
    private readonly AutomatonBuilder _builder;

    /// <summary>By count, the state after which so many digits of any kind follow.</summary>
    private readonly List<int> _free;

    private DecimalRange(AutomatonBuilder builder, int to)
    {
        _builder = builder;
        _free = [to];
    }

    public static void Add(AutomatonBuilder builder, int from, Int128 first, Int128 last, int to)
    {
        var range = new DecimalRange(builder, to);
        Int128 shortest = 0;
        Int128 longest = 9;
        while (shortest <= last)
        {
            Int128 low = Int128.Max(first, shortest);
            Int128 high = Int128.Min(last, longest);
            if (low <= high)
            {
                range.AddSameLength(from, Digits(low), Digits(high));
            }

            shortest = longest + 1;
            longest = (longest * 10) + 9;
        }
    }

    private static string Digits(Int128 value) => value.ToString(CultureInfo.InvariantCulture);

    private void AddSameLength(int from, ReadOnlySpan<char> low, ReadOnlySpan<char> high)
    {
        if (low.IsEmpty)
        {
            _builder.Nothing(from, _free[0]);
            return;
        }

        if (low[0] == high[0])
        {
            AddSameLength(_builder.Byte(from, low[0]), low[1..], high[1..]);
            return;
        }

        (string lowest, string highest) = (new string('0', low.Length - 1), new string('9', low.Length - 1));
        (char first, char last) = (low[0], high[0]);
        if (!low[1..].SequenceEqual(lowest))
        {
            AddSameLength(_builder.Byte(from, first++), low[1..], highest);
        }

        if (!high[1..].SequenceEqual(highest))
        {
            AddSameLength(_builder.Byte(from, last--), lowest, high[1..]);
        }

        if (first <= last)
        {
            _builder.Bytes(from, (byte)first, (byte)last, Free(low.Length - 1));
        }
    }

    private int Free(int digits)
    {
        while (_free.Count <= digits)
        {
            int state = _builder.AddState();
            _builder.Bytes(state, (byte)'0', (byte)'9', _free[^1]);
            _free.Add(state);
        }

        return _free[digits];
    }
}
