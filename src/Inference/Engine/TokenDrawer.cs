using InferenceGateway.Inference.Sampling;

namespace InferenceGateway.Inference.Engine;

/// <summary>A token that was drawn and not yet said to anybody.</summary>
internal readonly record struct DrawnToken(int Id, TokenLogprobs? Logprobs);

/// <summary>Draws a sequence's next token from its row of logits, and commits it.</summary>
internal sealed class TokenDrawer(int vocabulary)
{
    private readonly Sampler _sampler = new(vocabulary);
    private readonly LogprobReader _logprobs = new(vocabulary);

    /// <summary>Draws; the sequence stays as it is.</summary>
    public DrawnToken Draw(Sequence sequence, Span<float> logits)
    {
        GenerationRequest request = sequence.Request;
        if (request.TopLogprobs is not null)
        {
            _logprobs.Read(logits);
        }

        Constrain(sequence, logits);
        foreach ((int biased, float value) in sequence.Bias)
        {
            logits[biased] += value;
        }

        int token = _sampler.Draw(logits, request.Sampling, sequence.Tokens, request.Prompt.Length, sequence.Drawn);
        return new DrawnToken(token, request.TopLogprobs is { } top ? _logprobs.Of(token, top) : null);
    }

    /// <summary>Appends and announces; answers why the sequence ends with this token, or null.</summary>
    public static FinishReason? Commit(Sequence sequence, DrawnToken drawn)
    {
        sequence.Request.Constraint?.Accept(drawn.Id);
        FinishReason? finish = sequence.Append(drawn.Id);
        sequence.Listener.TokenDrawn(drawn.Id, finish, drawn.Logprobs);
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
