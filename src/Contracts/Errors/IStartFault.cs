namespace InferenceGateway.Contracts.Errors;

/// <summary>
/// Marks an exception that says all there is to say in its message: what an operator got wrong or must provide. Hosts print it as one
/// line, without a stack trace.
/// </summary>
public interface IStartFault
{
    /// <summary>What is wrong.</summary>
    string Message { get; }
}
