using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.PrefixCache;

namespace InferenceGateway.Inference.Engine;

/// <summary>What a sequence is computed for.</summary>
internal enum SequenceKind
{
    /// <summary>An answer, to its end.</summary>
    Answer,

    /// <summary>Rows for another worker, and the first token; the slot is held until the rows are pushed.</summary>
    RowsAndToken,

    /// <summary>Rows for another worker, which draws the first token itself.</summary>
    Rows,
}

/// <summary>
/// A prompt and its answer on their way through the loop. <see cref="Cached"/> rows of its slot are valid; a decode step feeds the
/// token at that index and writes its row there.
/// </summary>
internal sealed class Sequence
{
    private readonly int[] _tokens;
    private readonly int[] _stopTokens;
    private readonly KeyValuePair<int, float>[] _bias;
    private volatile bool _cancelled;

    public Sequence(GenerationRequest request, SlotLease lease, HeadRow headRow, ISequenceListener listener, SequenceKind kind, int capacity)
    {
        Request = request;
        Lease = lease;
        HeadRow = headRow;
        Listener = listener;
        Kind = kind;
        TokensMax = Math.Min(capacity, request.Prompt.Length + (kind == SequenceKind.Answer ? request.MaxTokens : 1));
        _tokens = new int[TokensMax];
        _stopTokens = [.. request.StopTokens];
        _bias = request.Sampling.LogitBias is { } bias ? [.. bias] : [];
        request.Prompt.CopyTo(_tokens, 0);
        Length = request.Prompt.Length;
    }

    public GenerationRequest Request { get; }

    public SlotLease Lease { get; }

    public HeadRow HeadRow { get; }

    public ISequenceListener Listener { get; }

    /// <summary>Keys of its blocks; null while there is no prefix cache.</summary>
    public SequenceKeys? Keys { get; init; }

    /// <summary>What it is computed for.</summary>
    public SequenceKind Kind { get; }

    /// <summary>Prompt and answer together never exceed this.</summary>
    public int TokensMax { get; }

    /// <summary>Prompt and answer tokens so far.</summary>
    public int Length { get; private set; }

    /// <summary>Valid rows in the slot.</summary>
    public int Cached { get; set; }

    /// <summary>Prompt tokens whose rows came from a prefix cache.</summary>
    public int CachedTokens { get; set; }

    /// <summary>Tokens drawn.</summary>
    public int Drawn => Length - Request.Prompt.Length;

    public bool Cancelled => _cancelled;

    /// <summary>Whether the last token has been drawn.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether a stop token may be drawn now.</summary>
    public bool MayStop => Drawn >= Request.MinTokens;

    public ReadOnlySpan<int> StopTokens => _stopTokens;

    /// <summary>What is added to logits, by token.</summary>
    public ReadOnlySpan<KeyValuePair<int, float>> Bias => _bias;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    /// <summary>Prompt tokens that have no row yet; the sequence decodes once there are none.</summary>
    public ReadOnlySpan<int> Uncached => _tokens.AsSpan(Cached, Math.Max(0, Request.Prompt.Length - Cached));

    public void Cancel() => _cancelled = true;

    /// <summary>Appends a drawn token and says whether it was the last.</summary>
    public FinishReason? Append(int token)
    {
        _tokens[Length++] = token;
        FinishReason? finish = _stopTokens.Contains(token) ? FinishReason.Stop
            : Length == TokensMax ? FinishReason.Length
            : null;
        Finished = finish is not null;
        return finish;
    }
}
