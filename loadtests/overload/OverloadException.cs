namespace InferenceGateway.Overload;

/// <summary>The demonstration could not be run; the message says why.</summary>
public sealed class OverloadException(string message) : Exception(message);
