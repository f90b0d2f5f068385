using System.Diagnostics.CodeAnalysis;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.Wire;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>
/// The copy of one worker's blocks. Events are applied in order as long as none is missing. Once one is, later ones are kept until the
/// worker's blocks have been read anew; what was known before stays in use meanwhile. Thread-safe.
/// </summary>
internal sealed class WorkerReplica(WorkerRecord worker, int number, ModelPrefixes prefixes, PrefixView view)
{
    private readonly Lock _gate = new();
    private readonly Queue<(FleetFrame Frame, ReadOnlyMemory<byte> Runs, int Count)> _held = new();
    private long _epoch = worker.Epoch;
    private long _next = 1;
    private bool _inStep;
    private bool _gone;

    /// <summary>Whose.</summary>
    public WorkerRecord Worker => worker;

    /// <summary>The worker's number.</summary>
    public int Number => number;

    /// <summary>Takes block events in. True if they show that some are missing, so the blocks have to be read anew.</summary>
    public bool Take(FleetFrame frame, ReadOnlyMemory<byte> runs, [NotNullWhen(true)] out EventGap? gap)
    {
        lock (_gate)
        {
            return TakeInOrder(frame, runs, out gap);
        }
    }

    /// <summary>Takes note of how many events a worker has sent. True as for <see cref="Take"/>.</summary>
    public bool TakeLast(FleetFrame frame, [NotNullWhen(true)] out EventGap? gap)
    {
        lock (_gate)
        {
            SeeEpoch(frame.Epoch);
            bool missing = _inStep && frame.Epoch == _epoch && frame.Number >= _next;
            gap = missing ? Fall(frame.Number + 1) : null;
            return missing;
        }
    }

    /// <summary>Whether a message of that life still counts.</summary>
    public bool IsOfThisLife(long epoch)
    {
        lock (_gate)
        {
            return !_gone && epoch >= _epoch;
        }
    }

    /// <summary>
    /// Puts what a worker holds in the place of what it was known to hold, then applies the events kept meanwhile. Called by one
    /// thread, while the replica is out of step.
    /// </summary>
    /// <returns>False if that is not enough: the answer is of an earlier life, or events are missing behind it.</returns>
    public bool Replace(BlockIndexAnswer answer)
    {
        if (!IsOfThisLife(answer.Epoch))
        {
            return false;
        }

        prefixes.Index.Clear(number);
        BlockApplier.Apply(prefixes.Index, number, answer.Runs.Span);
        lock (_gate)
        {
            if (_gone || answer.Epoch < _epoch)
            {
                prefixes.Clear(number);
                return false;
            }

            (_epoch, _next, _inStep) = (answer.Epoch, answer.Last + 1, true);
            return CatchUp();
        }
    }

    /// <summary>Forgets the worker.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            (_gone, _inStep) = (true, false);
            _held.Clear();
            prefixes.Clear(number);
            view.SetCurrent(number, false);
        }
    }

    private bool TakeInOrder(FleetFrame frame, ReadOnlyMemory<byte> runs, [NotNullWhen(true)] out EventGap? gap)
    {
        gap = null;
        SeeEpoch(frame.Epoch);
        if (_gone || frame.Epoch < _epoch)
        {
            return false;
        }

        if (!BlockApplier.TryCount(runs.Span, out int count))
        {
            gap = Fall(frame.Number);
            return true;
        }

        if (!_inStep)
        {
            Hold(frame, runs, count);
            return false;
        }

        if (!TryApply(frame, runs, count))
        {
            gap = Fall(frame.Number);
            Hold(frame, runs, count);
            return true;
        }

        return false;
    }

    private bool TryApply(FleetFrame frame, ReadOnlyMemory<byte> runs, int count)
    {
        if (frame.Number > _next)
        {
            return false;
        }

        BlockApplier.Apply(prefixes.Index, number, runs.Span, _next - frame.Number);
        _next = Math.Max(_next, frame.Number + count);
        prefixes.Expected.Confirm(number, prefixes.Index);
        return true;
    }

    // The first word of a new life: all promises of the earlier one are void, and nothing is known of the new one.
    private void SeeEpoch(long epoch)
    {
        if (_gone || epoch <= _epoch)
        {
            return;
        }

        (_epoch, _next) = (epoch, 1);
        _held.Clear();
        prefixes.Clear(number);
    }

    private EventGap Fall(long got)
    {
        _inStep = false;
        view.SetCurrent(number, false);
        return new EventGap(_next, got);
    }

    private bool CatchUp()
    {
        while (_held.TryPeek(out var held))
        {
            if (!TryApply(held.Frame, held.Runs, held.Count))
            {
                Fall(held.Frame.Number);
                return false;
            }

            _held.Dequeue();
        }

        view.SetCurrent(number, true);
        return true;
    }

    private void Hold(FleetFrame frame, ReadOnlyMemory<byte> runs, int count)
    {
        if (_held.Count == Limits.FleetMessagesHeldMax)
        {
            _held.Dequeue();
        }

        _held.Enqueue((frame, runs, count));
    }
}

/// <summary>An event was expected, a later one came.</summary>
internal sealed record EventGap(long Expected, long Got);
