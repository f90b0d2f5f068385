namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>Which keywords a schema may have. Whatever is not listed is refused, since ignoring it would make wrong documents.</summary>
internal static class Keywords
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "$schema", "$defs",
        "definitions",
    };

    private static readonly HashSet<string> Constraints = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "anyOf", "$ref",
        "properties", "required", "additionalProperties",
        "items", "minItems", "maxItems", "uniqueItems",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    };

    /// <summary>Refuses unknown keywords and tells whether the schema says anything at all.</summary>
    public static bool Check(SchemaNode schema)
    {
        bool constrains = false;
        foreach ((string name, SchemaNode value) in schema.Members())
        {
            bool isConstraint = Constraints.Contains(name);
            if (!isConstraint && !IsAnnotation(name, schema))
            {
                throw value.Refused($"the keyword '{name}' is not supported");
            }

            constrains |= isConstraint;
        }

        return constrains;
    }

    /// <summary>Refuses keywords beside one that stands alone.</summary>
    public static void RequireAlone(SchemaNode schema, params ReadOnlySpan<string> together)
    {
        foreach ((string name, SchemaNode value) in schema.Members())
        {
            if (!IsAnnotation(name, schema) && !together.Contains(name))
            {
                throw value.Refused($"the keyword '{name}' cannot be combined with '{together[0]}'");
            }
        }
    }

    private static bool IsAnnotation(string name, SchemaNode schema) =>
        Annotations.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal) || (name == "$id" && schema.Path == "#");
}
