using System.Globalization;
using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>Integers, which stay within 64 bits, and numbers between whole bounds.</summary>
internal static class Numbers
{
    private const int FractionDigitsMax = 20;

    private enum Fraction
    {
        Any,
        Zero,
        Positive,
    }

    public static void FillInteger(JsonRules json, int rule, SchemaNode schema)
    {
        (Int128 first, Int128 last) = NumberRange.Of(schema).Integers();
        if (first > last)
        {
            throw schema.Refused("allows no integer of 64 bits");
        }

        FillInteger(json.Builder, rule, first, last);
    }

    public static void FillInteger(AutomatonBuilder builder, int rule, Int128 first, Int128 last)
    {
        (_, int start, int end) = builder.Open(rule);
        if (last >= 0)
        {
            DecimalRange.Add(builder, start, Int128.Max(first, 0), last, end);
        }

        if (first < 0)
        {
            DecimalRange.Add(builder, builder.Byte(start, '-'), -Int128.Min(last, -1), -first, end);
        }
    }

    public static void FillNumber(JsonRules json, int rule, SchemaNode schema)
    {
        NumberRange range = NumberRange.Of(schema);
        RequireWhole(schema, range.Low);
        RequireWhole(schema, range.High);
        decimal low = Math.Max(range.Low ?? long.MinValue, long.MinValue);
        decimal high = Math.Min(range.High ?? long.MaxValue, long.MaxValue);
        if (low > high || (low == high && (range.IsLowExcluded || range.IsHighExcluded)))
        {
            throw schema.Refused("allows no number that is supported");
        }

        (_, int start, int end) = json.Builder.Open(rule);
        if (high > 0 || (high == 0 && !range.IsHighExcluded))
        {
            bool excludesLow = low >= 0 && range.IsLowExcluded;
            AddMagnitudes(json, start, ((Int128)Math.Max(low, 0), excludesLow), ((Int128)high, range.IsHighExcluded), end);
        }

        if (low < 0)
        {
            bool excludesHigh = high >= 0 || range.IsHighExcluded;
            int minus = json.Builder.Byte(start, '-');
            AddMagnitudes(json, minus, ((Int128)(-Math.Min(high, 0)), excludesHigh), ((Int128)(-low), range.IsLowExcluded), end);
        }
    }

    /// <summary>Numbers without a sign between two whole ones.</summary>
    private static void AddMagnitudes(JsonRules json, int from, (Int128 Value, bool IsExcluded) low, (Int128 Value, bool IsExcluded) high, int end)
    {
        AddWithFraction(json, from, low.Value + 1, high.Value - 1, Fraction.Any, end);
        if (low.Value < high.Value)
        {
            AddWithFraction(json, from, low.Value, low.Value, low.IsExcluded ? Fraction.Positive : Fraction.Any, end);
        }

        if (!high.IsExcluded && !(low.IsExcluded && low.Value == high.Value))
        {
            AddWithFraction(json, from, high.Value, high.Value, Fraction.Zero, end);
        }
    }

    private static void AddWithFraction(JsonRules json, int from, Int128 first, Int128 last, Fraction fraction, int end)
    {
        if (first > last)
        {
            return;
        }

        AutomatonBuilder builder = json.Builder;
        int whole = builder.AddState();
        DecimalRange.Add(builder, from, first, last, whole);
        if (fraction != Fraction.Positive)
        {
            builder.Nothing(whole, end);
        }

        int state = builder.Byte(whole, '.');
        if (fraction == Fraction.Any)
        {
            json.Digits(state, FractionDigitsMax, end);
            return;
        }

        for (int left = FractionDigitsMax; left > 0; left--)
        {
            if (fraction == Fraction.Positive)
            {
                int digit = builder.Bytes(state, (byte)'1', (byte)'9');
                builder.Nothing(digit, end);
                json.Digits(digit, left - 1, end);
            }

            state = builder.Byte(state, '0');
            if (fraction == Fraction.Zero)
            {
                builder.Nothing(state, end);
            }
        }
    }

    private static void RequireWhole(SchemaNode schema, decimal? bound)
    {
        if (bound is { } value && decimal.Truncate(value) != value)
        {
            throw schema.Refused(
                $"has the bound {value.ToString(CultureInfo.InvariantCulture)}; bounds of numbers are supported only when they are whole");
        }
    }
}
