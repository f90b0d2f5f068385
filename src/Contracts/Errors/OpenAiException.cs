namespace InferenceGateway.Contracts.Errors;

/// <summary>Carries an <see cref="OpenAiError"/> from where a fault is found to where it is written.</summary>
public sealed class OpenAiException(OpenAiError error) : Exception(error.Body.Message)
{
    /// <summary>Status and envelope to answer with.</summary>
    public OpenAiError Error { get; } = error;
}
