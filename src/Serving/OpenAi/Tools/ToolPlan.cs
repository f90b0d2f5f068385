using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.StructuredOutput;

namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>Which calls of tools an answer may have.</summary>
/// <param name="Grammar">The calls.</param>
/// <param name="Trigger">The answer is free text up to it; null if it must call from its beginning.</param>
internal sealed record ToolPlan(StructuredGrammar Grammar, TextTrigger? Trigger)
{
    /// <summary>For one answer.</summary>
    public ITokenConstraint StartConstraint() => Trigger is null ? new GrammarConstraint(Grammar) : new TriggeredConstraint(Grammar, Trigger);
}
