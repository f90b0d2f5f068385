using System.Collections.Frozen;
using InferenceGateway.Inference.Arena;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// A prompt and its answer on their way through the loop. <see cref="Cached"/> rows of its slot are valid; a decode step feeds the
/// token at that index and writes its row there.
/// </summary>
internal sealed class Sequence
{
    private readonly int[] _tokens;
    private readonly FrozenSet<int> _stopTokens;
    private volatile bool _cancelled;

    public Sequence(GenerationRequest request, SlotLease lease, HeadRow headRow, ISequenceListener listener, bool prefillOnly, int capacity)
    {
        Request = request;
        Lease = lease;
        HeadRow = headRow;
        Listener = listener;
        PrefillOnly = prefillOnly;
        TokensMax = Math.Min(capacity, request.Prompt.Length + (prefillOnly ? 1 : request.MaxTokens));
        _tokens = new int[TokensMax];
        _stopTokens = request.StopTokens.ToFrozenSet();
        request.Prompt.CopyTo(_tokens, 0);
        Length = request.Prompt.Length;
    }

    public GenerationRequest Request { get; }

    public SlotLease Lease { get; }

    public HeadRow HeadRow { get; }

    public ISequenceListener Listener { get; }

    /// <summary>Ends after the first token, with its slot still held for the push.</summary>
    public bool PrefillOnly { get; }

    /// <summary>Prompt and answer together never exceed this.</summary>
    public int TokensMax { get; }

    /// <summary>Prompt and answer tokens so far.</summary>
    public int Length { get; private set; }

    /// <summary>Valid rows in the slot.</summary>
    public int Cached { get; set; }

    /// <summary>Tokens drawn.</summary>
    public int Drawn => Length - Request.Prompt.Length;

    public bool Cancelled => _cancelled;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    /// <summary>Prompt tokens that have no row yet; the sequence decodes once there are none.</summary>
    public ReadOnlySpan<int> Uncached => _tokens.AsSpan(Cached, Math.Max(0, Request.Prompt.Length - Cached));

    public void Cancel() => _cancelled = true;

    /// <summary>Appends a drawn token and says whether it was the last.</summary>
    public FinishReason? Append(int token)
    {
        _tokens[Length++] = token;
        return _stopTokens.Contains(token) ? FinishReason.Stop
            : Length == TokensMax ? FinishReason.Length
            : null;
    }
}
