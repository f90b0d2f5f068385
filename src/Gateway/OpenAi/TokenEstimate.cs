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

    public static long Of(in RequestHead head, long bodyBytes) =>
        (bodyBytes / BytesPerToken) + Math.Clamp(head.MaxTokens ?? AnswerTokensUsual, 0, AnswerTokensMax);
}
