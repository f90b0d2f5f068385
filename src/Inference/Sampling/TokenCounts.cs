namespace InferenceGateway.Inference.Sampling;

/// <summary>
/// How often each token stands in a stretch of tokens. Counted anew for every row, since a row costs more to compute than its history to walk;
/// the memory is the loop's and is used again.
/// </summary>
internal sealed class TokenCounts(int vocabulary)
{
    private readonly int[] _counts = new int[vocabulary];
    private readonly int[] _distinct = new int[vocabulary];
    private int _length;

    /// <summary>Every token of the stretch once, in order of first appearance.</summary>
    public ReadOnlySpan<int> Distinct => _distinct.AsSpan(0, _length);

    public int this[int token] => _counts[token];

    public void Count(ReadOnlySpan<int> tokens)
    {
        foreach (int token in Distinct)
        {
            _counts[token] = 0;
        }

        _length = 0;
        foreach (int token in tokens)
        {
            if (_counts[token]++ == 0)
            {
                _distinct[_length++] = token;
            }
        }
    }
}
