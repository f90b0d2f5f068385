namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>A place in a template's source, both from 1.</summary>
internal readonly record struct Position(int Line, int Column);
