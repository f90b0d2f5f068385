using System.Threading.Channels;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Engine;

/// <summary>Rows [First, First + Count) of a prompt that are final.</summary>
public readonly record struct PromptRows(int First, int Count);

/// <summary>
/// A prompt being computed for another worker. Its rows may be read as soon as they are announced and until it is disposed, which
/// releases the slot.
/// </summary>
public sealed class Prefill : ISequenceListener, IDisposable
{
    private readonly Channel<PromptRows> _rows =
        Channel.CreateUnbounded<PromptRows>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource<int?> _firstToken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EngineLoop _loop;
    private readonly bool _draws;

    internal Prefill(EngineLoop loop, IKvRowSource rows, bool draws)
    {
        _loop = loop;
        _draws = draws;
        Rows = rows;
        _ = _firstToken.Task.Exception;
    }

    /// <summary>Chunks as they become final. Completes after the last; fails if the prefill fails.</summary>
    public ChannelReader<PromptRows> Ready => _rows.Reader;

    /// <summary>The first token of the answer, after the last chunk; null if the other worker draws it.</summary>
    public Task<int?> FirstToken => _firstToken.Task;

    /// <summary>The computed rows.</summary>
    public IKvRowSource Rows { get; }

    /// <summary>Prompt tokens that came from the prefix cache. Final once <see cref="FirstToken"/> is done.</summary>
    public int CachedTokens => Sequence?.CachedTokens ?? 0;

    internal Sequence? Sequence { get; set; }

    /// <summary>Ends the prefill if it still runs, and releases the slot. No row may be read after that.</summary>
    public void Dispose()
    {
        if (Sequence is { } sequence)
        {
            _loop.Cancel(sequence);
        }
    }

    void ISequenceListener.RowsReady(int first, int count, bool last)
    {
        _rows.Writer.TryWrite(new PromptRows(first, count));
        if (last)
        {
            _rows.Writer.TryComplete();
        }

        if (last && !_draws)
        {
            _firstToken.TrySetResult(null);
        }
    }

    void ISequenceListener.TokenDrawn(int token, FinishReason? finish, TokenLogprobs? logprobs) => _firstToken.TrySetResult(token);

    void ISequenceListener.Ended(Exception? fault)
    {
        Exception reason = fault ?? new OperationCanceledException();
        _rows.Writer.TryComplete(reason);
        _firstToken.TrySetException(reason);
    }
}
