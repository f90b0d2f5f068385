using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Inference.Models;

/// <summary>A model folder that cannot be served. The message names the missing or unsuitable file, input or value.</summary>
public sealed class ModelFolderException : Exception, IStartFault
{
    /// <summary>With what is wrong.</summary>
    public ModelFolderException(string message) : base(message) { }

    /// <summary>With what is wrong and what found it.</summary>
    public ModelFolderException(string message, Exception inner) : base(message, inner) { }
}
