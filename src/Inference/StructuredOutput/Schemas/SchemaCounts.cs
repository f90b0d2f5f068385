namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>What all schemas of one request have together.</summary>
internal sealed class SchemaCounts(StructuredOutputLimits limits)
{
    private int _properties;
    private int _values;

    /// <summary>Counts properties; false when there are too many.</summary>
    public bool AddProperties(int count) => (_properties += count) <= limits.PropertiesMax;

    /// <summary>Counts fixed values; false when there are too many.</summary>
    public bool AddValues(int count) => (_values += count) <= limits.EnumValuesMax;
}
