namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// A response format or a tool's schema cannot be enforced: it uses something that is not supported, passes a bound, or no
/// document satisfies it. It is always found while compiling, before any token is generated.
/// </summary>
public sealed class StructuredOutputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">Place in the schema as a JSON pointer after <c>#</c>, for example <c>#/properties/age/minimum</c>.</param>
    /// <param name="detail">What is wrong there, in one sentence.</param>
    /// <param name="inner">Cause, or null.</param>
    public StructuredOutputException(string path, string detail, Exception? inner = null)
        : base($"{path}: {detail}", inner)
    {
        Path = path;
        Detail = detail;
    }

    /// <summary>Place in the schema: for tools the tool's name comes first, before <c>#</c>.</summary>
    public string Path { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Detail { get; }

    /// <summary>Always true: the request is at fault, answer 400 with the message.</summary>
    public bool IsClientFault { get; } = true;
}
