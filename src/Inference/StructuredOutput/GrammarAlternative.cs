using System.Text.Json;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// One way that an output may take: fixed text around a document, as a model's format of tool calls asks for. The fixed texts
/// are produced exactly; what a tool is called belongs into the prefix.
/// </summary>
/// <param name="Name">Name for messages, such as the tool's.</param>
/// <param name="Prefix">Text before the document, for example <c>{"name": "f", "arguments": </c>; may be empty.</param>
/// <param name="Schema">Schema of the document; null for any JSON object.</param>
/// <param name="Suffix">Text after the document; may be empty.</param>
public sealed record GrammarAlternative(string Name, string Prefix, JsonElement? Schema, string Suffix);
