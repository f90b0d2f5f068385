namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>Whole-number bounds of a number; null where there is none.</summary>
internal readonly record struct NumberRange(decimal? Low, bool IsLowExcluded, decimal? High, bool IsHighExcluded)
{
    public static bool IsFree(SchemaNode schema) =>
        !schema.Has("minimum") && !schema.Has("maximum") && !schema.Has("exclusiveMinimum") && !schema.Has("exclusiveMaximum");

    public static NumberRange Of(SchemaNode schema)
    {
        decimal? low = schema.Child("minimum")?.Number();
        decimal? lowExcluded = schema.Child("exclusiveMinimum")?.Number();
        decimal? high = schema.Child("maximum")?.Number();
        decimal? highExcluded = schema.Child("exclusiveMaximum")?.Number();
        bool excludesLow = lowExcluded is not null && !(low > lowExcluded);
        bool excludesHigh = highExcluded is not null && !(high < highExcluded);
        return new NumberRange(excludesLow ? lowExcluded : low, excludesLow, excludesHigh ? highExcluded : high, excludesHigh);
    }

    /// <summary>The integers of the range that fit 64 bits; the first is larger than the last when there are none.</summary>
    public (Int128 First, Int128 Last) Integers()
    {
        decimal first = Low is { } low ? decimal.Ceiling(low) + (IsLowExcluded && decimal.Truncate(low) == low ? 1 : 0) : long.MinValue;
        decimal last = High is { } high ? decimal.Floor(high) - (IsHighExcluded && decimal.Truncate(high) == high ? 1 : 0) : long.MaxValue;
        return ((Int128)Math.Max(first, long.MinValue), (Int128)Math.Min(last, long.MaxValue));
    }
}
