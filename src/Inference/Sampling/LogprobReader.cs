using System.Numerics.Tensors;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Sampling;

/// <summary>Log probabilities of one row of logits, taken before the row is adjusted for drawing.</summary>
internal sealed class LogprobReader(int vocabulary)
{
    private readonly float[] _logprobs = new float[vocabulary];
    private readonly PriorityQueue<int, (float, int)> _best = new();

    /// <summary>Takes in a row, [vocabulary].</summary>
    public void Read(ReadOnlySpan<float> logits)
    {
        float most = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, most, _logprobs);
        double sum = 0;
        foreach (float shifted in _logprobs)
        {
            sum += Math.Exp(shifted);
        }

        TensorPrimitives.Subtract<float>(_logprobs, (float)Math.Log(sum), _logprobs);
    }

    /// <summary>Of the row taken in last.</summary>
    public TokenLogprobs Of(int token, int top) => new(_logprobs[token], Top(top));

    private TokenLogprob[] Top(int count)
    {
        _best.Clear();
        for (int token = 0; token < _logprobs.Length && count > 0; token++)
        {
            // The queue gives out its least first: the least likely, and of equals the one with the larger id.
            (float, int) rank = (_logprobs[token], -token);
            if (_best.Count < count)
            {
                _best.Enqueue(token, rank);
            }
            else
            {
                _best.EnqueueDequeue(token, rank);
            }
        }

        TokenLogprob[] top = new TokenLogprob[_best.Count];
        for (int place = top.Length - 1; place >= 0; place--)
        {
            int token = _best.Dequeue();
            top[place] = new TokenLogprob(token, _logprobs[token]);
        }

        return top;
    }
}
