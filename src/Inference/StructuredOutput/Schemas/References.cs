namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>References within a schema: to all of it, or to one of its definitions.</summary>
internal static class References
{
    private static readonly string[] Places = ["$defs", "definitions"];

    public static SchemaNode Resolve(SchemaNode root, SchemaNode reference)
    {
        string target = reference.Text();
        if (target == "#")
        {
            return root;
        }

        foreach (string place in Places)
        {
            string prefix = $"#/{place}/";
            if (target.StartsWith(prefix, StringComparison.Ordinal) && !target.AsSpan(prefix.Length).Contains('/'))
            {
                return Find(root, place, Unescape(target[prefix.Length..]))
                    ?? throw reference.Refused($"refers to '{target}', which does not exist");
            }
        }

        throw reference.Refused($"refers to '{target}'; only '#', '#/$defs/...' and '#/definitions/...' are supported");
    }

    private static SchemaNode? Find(SchemaNode root, string place, string name) =>
        root.IsObject && root.Child(place) is { IsObject: true } definitions && definitions.Child(name) is { } found
            ? found with { Nesting = 1 }
            : null;

    private static string Unescape(string name) => Uri.UnescapeDataString(name)
        .Replace("~1", "/", StringComparison.Ordinal)
        .Replace("~0", "~", StringComparison.Ordinal);
}
