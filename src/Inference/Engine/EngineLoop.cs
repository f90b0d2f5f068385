using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Execution;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.PrefixCache;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// The one thread that runs the model. Each step: let sequences in and out, then at most one prompt chunk, then one decode Run over
/// all sequences that have their prompt. A prompt chunk and the decode batch cannot share a Run (GroupQueryAttention wants a batch of one
/// when there is a past), so the chunk's size is what bounds how long running streams wait.
/// </summary>
internal sealed class EngineLoop : IAsyncDisposable
{
    private readonly object _signal = new();
    private readonly SlotTable _slots;
    private readonly SlotBlocks? _blocks;
    private readonly IModelExecutor _executor;
    private readonly PrefillStep _prefillStep;
    private readonly DecodeStep _decodeStep;
    private readonly List<Sequence> _arrivals = [];
    private readonly List<Sequence> _prefilling = [];
    private readonly List<Sequence> _held = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;
    private bool _cancelled;

    public EngineLoop(
        DecoderGraph graph, KvArena arena, SlotTable slots, SlotBlocks? blocks, EngineOptions options, IEngineObserver observer, TimeProvider time)
    {
        _slots = slots;
        _blocks = blocks;
        TokenDrawer drawer = new(graph.VocabularySize);
        _executor = ModelExecutor.For(graph, arena, options.PrefillChunkTokens);
        _prefillStep = new PrefillStep(_executor, options.PrefillChunkTokens, drawer, observer, time);
        _decodeStep = new DecodeStep(_executor, arena, slots, drawer, observer, time);
        new Thread(Run) { IsBackground = true, Name = "inference-loop" }.Start();
    }

    /// <summary>Hands a sequence and its slot to the loop.</summary>
    public void Submit(Sequence sequence)
    {
        bool refused;
        lock (_signal)
        {
            refused = _stopping;
            if (!refused)
            {
                _arrivals.Add(sequence);
                Monitor.Pulse(_signal);
            }
        }

        if (refused)
        {
            Leave(sequence, new EngineStoppedException());
        }
    }

    /// <summary>Marks a sequence; the loop lets go of it, and of its slot, before its next step.</summary>
    public void Cancel(Sequence sequence)
    {
        lock (_signal)
        {
            sequence.Cancel();
            _cancelled = true;
            Monitor.Pulse(_signal);
        }
    }

    /// <summary>Stops the loop and waits until its last step is done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_signal)
        {
            _stopping = true;
            Monitor.Pulse(_signal);
        }

        await _stopped.Task;
    }

    private void Run()
    {
        Action<Sequence, Exception?> leave = Leave;
        while (Admit())
        {
            RunPrefill();
            _decodeStep.Run(leave);
        }

        LeaveAll(_ => true, new EngineStoppedException());
        _executor.Dispose();
        _stopped.SetResult();
    }

    /// <summary>Waits until there is work, then lets arrivals in and cancelled sequences out. False once the engine stops.</summary>
    private bool Admit()
    {
        bool dropCancelled;
        lock (_signal)
        {
            while (!_stopping && !_cancelled && _arrivals.Count == 0 && _prefilling.Count == 0 && _decodeStep.Count == 0)
            {
                Monitor.Wait(_signal);
            }

            if (_stopping)
            {
                return false;
            }

            foreach (Sequence sequence in _arrivals)
            {
                Enter(sequence);
            }

            _arrivals.Clear();
            dropCancelled = _cancelled;
            _cancelled = false;
        }

        if (dropCancelled)
        {
            LeaveAll(sequence => sequence.Cancelled, fault: null);
        }

        return true;
    }

    private void Enter(Sequence sequence)
    {
        if (sequence.Uncached.IsEmpty)
        {
            _decodeStep.Join(sequence);
        }
        else
        {
            _prefilling.Add(sequence);
        }
    }

    /// <summary>One chunk of the sequence whose turn it is. Turns go round, so a long prompt does not hold up short ones behind it.</summary>
    private void RunPrefill()
    {
        if (_prefilling.Count == 0)
        {
            return;
        }

        Sequence sequence = _prefilling[0];
        _prefilling.RemoveAt(0);
        try
        {
            _blocks?.Import(sequence);
            PrefillOutcome outcome = _prefillStep.Run(sequence);

            // After the token and the rows have been announced: neither waits for the copying.
            _blocks?.Store(sequence);
            Place(sequence, outcome);
        }
        catch (Exception fault)
        {
            // Whatever went wrong with this prompt ends this sequence and nothing else: the loop must survive.
            Leave(sequence, fault);
        }
    }

    private void Place(Sequence sequence, PrefillOutcome outcome)
    {
        switch (outcome)
        {
            case PrefillOutcome.MoreToCompute:
                _prefilling.Add(sequence);
                break;
            case PrefillOutcome.Decodes:
                _decodeStep.Join(sequence);
                break;
            case PrefillOutcome.Held:
                _held.Add(sequence);
                break;
            default:
                Leave(sequence, fault: null);
                break;
        }
    }

    private void LeaveAll(Predicate<Sequence> which, Exception? fault)
    {
        List<Sequence> leaving = [.. _prefilling.Concat(_held).Concat(_decodeStep.Sequences).Where(sequence => which(sequence))];
        if (_stopping)
        {
            lock (_signal)
            {
                leaving.AddRange(_arrivals);
                _arrivals.Clear();
            }
        }

        foreach (Sequence sequence in leaving)
        {
            _ = _prefilling.Remove(sequence) || _held.Remove(sequence) || _decodeStep.Remove(sequence);
            Leave(sequence, fault);
        }
    }

    private void Leave(Sequence sequence, Exception? fault)
    {
        if (fault is null)
        {
            _blocks?.Store(sequence);
        }

        _slots.Release(sequence.Lease);
        sequence.Listener.Ended(fault);
    }
}
