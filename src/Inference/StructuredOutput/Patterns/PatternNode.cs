namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode;

/// <summary>One character out of a set.</summary>
internal sealed record CharacterNode(CodePoints Set) : PatternNode;

/// <summary>One part after another.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode;

/// <summary>One part of several.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Parts) : PatternNode;

/// <summary>A part several times; without <paramref name="Most"/> any number from <paramref name="Least"/>.</summary>
internal sealed record RepetitionNode(PatternNode Part, int Least, int? Most) : PatternNode;
