namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// A request's size in tokens before anyone tokenized it. It only has to order workers by load, so it is rough: four bytes a
/// token, and an answer of usual length where the client set no bound.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int AnswerTokensUsual = 256;
    private const int AnswerTokensMax = 1 << 20;

    /// <summary>Tokens of the prompt, at least 1.</summary>
    public static int Prompt(in RequestHead head) => Math.Max(1, (head.Tools.Length + head.Prompt.Length) / BytesPerToken);

    /// <summary>Tokens of all answers together.</summary>
    public static int Answer(in RequestHead head)
    {
        long one = Math.Clamp(head.MaxTokens ?? AnswerTokensUsual, 0, AnswerTokensMax);
        return (int)Math.Min(AnswerTokensMax, one * Math.Clamp(head.Choices, 1, AnswerTokensMax));
    }
}
