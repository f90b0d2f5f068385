using InferenceGateway.Inference.Sampling;

namespace InferenceGateway.Inference.Engine;

/// <summary>Draws a sequence's next token from its row of logits and tells the listener.</summary>
internal sealed class TokenDrawer(int vocabulary)
{
    private readonly Sampler _sampler = new(vocabulary);

    /// <summary>Draws, appends, announces; answers why the sequence ends with this token, or null.</summary>
    public FinishReason? Draw(Sequence sequence, Span<float> logits)
    {
        GenerationRequest request = sequence.Request;
        int token = _sampler.Draw(logits, request.Sampling, sequence.Tokens, request.Prompt.Length, sequence.Drawn);
        FinishReason? finish = sequence.Append(token);
        sequence.Listener.TokenDrawn(token, finish);
        return finish;
    }
}
