namespace InferenceGateway.Inference.Tokenization;

/// <summary>A tokenizer's file asks for something that cannot be done, or is not what it should be.</summary>
public sealed class TokenizerFormatException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="jsonPath">Where in the file, as a JSON path such as <c>$.model.type</c>.</param>
    /// <param name="reason">What is wrong there, with the value found.</param>
    /// <param name="inner">What was thrown first, if anything.</param>
    public TokenizerFormatException(string file, string jsonPath, string reason, Exception? inner = null)
        : base($"{file}: {jsonPath}: {reason}", inner)
    {
        File = file;
        JsonPath = jsonPath;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string JsonPath { get; }
}
