using System.Text;

namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>What some text adds to an answer: text, the beginning of a call (id and name), or more of a call's arguments.</summary>
internal readonly record struct ToolDelta(string? Content, int Call, string? Id, string? Name, string? Arguments);

/// <summary>One call, collected.</summary>
internal sealed record ToolCall(string Id, string Name)
{
    /// <summary>JSON text; cut short if the answer was.</summary>
    public StringBuilder Arguments { get; } = new();
}
