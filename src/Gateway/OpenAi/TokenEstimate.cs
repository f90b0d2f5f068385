namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// An answer's size in tokens before it is there. It only has to order workers by load, so it is rough: one of usual length where the
/// client set no bound.
/// </summary>
internal static class TokenEstimate
{
    private const int AnswerTokensUsual = 256;
    private const int AnswerTokensMax = 1 << 20;

    /// <summary>Tokens of all answers together.</summary>
    public static int Answer(in RequestHead head)
    {
        long one = Math.Clamp(head.MaxTokens ?? AnswerTokensUsual, 0, AnswerTokensMax);
        return (int)Math.Min(AnswerTokensMax, one * Math.Clamp(head.Choices, 1, AnswerTokensMax));
    }
}
