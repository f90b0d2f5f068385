using InferenceGateway.Inference.Sampling;

namespace InferenceGateway.Inference.Engine;

/// <summary>Draws a sequence's next token from its row of logits and tells the listener.</summary>
internal sealed class TokenDrawer(int vocabulary)
{
    private readonly Sampler _sampler = new(vocabulary);
    private readonly LogprobReader _logprobs = new(vocabulary);

    /// <summary>Draws, appends, announces; answers why the sequence ends with this token, or null.</summary>
    public FinishReason? Draw(Sequence sequence, Span<float> logits)
    {
        GenerationRequest request = sequence.Request;
        if (request.TopLogprobs is not null)
        {
            _logprobs.Read(logits);
        }

        Constrain(sequence, logits);
        int token = _sampler.Draw(logits, request.Sampling, sequence.Tokens, request.Prompt.Length, sequence.Drawn);
        request.Constraint?.Accept(token);
        FinishReason? finish = sequence.Append(token);
        sequence.Listener.TokenDrawn(token, finish, request.TopLogprobs is { } top ? _logprobs.Of(token, top) : null);
        return finish;
    }

    private static void Constrain(Sequence sequence, Span<float> logits)
    {
        sequence.Request.Constraint?.Apply(logits);
        if (sequence.MayStop)
        {
            return;
        }

        foreach (int stop in sequence.StopTokens)
        {
            logits[stop] = float.NegativeInfinity;
        }
    }
}
