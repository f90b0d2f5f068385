using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Handoff;

namespace InferenceGateway.EngineSimulator.Engine;

/// <summary>
/// An engine with a clock in place of a model: continuous batching in steps, chunked prefill, a prefix cache, a queue, hand-off of
/// prompts, and failures on demand. Everything happens in actions of its clock; call it from such actions only.
/// </summary>
public sealed class SimulatedEngine
{
    private readonly IEventClock _clock;
    private readonly EngineBounds _bounds;
    private readonly LinkedList<Sequence> _waiting = new();
    private readonly List<Sequence> _running = [];
    private readonly StepPlan _step;
    private Action _finishStep;
    private bool _stepping;
    private int _stepEnds;
    private double _stall;
    private long _promptTokensLeft;
    private EngineTotals _totals;

    /// <summary>An idle engine with an empty cache.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="calibration">How fast it is and what it holds.</param>
    /// <param name="clock">What drives it.</param>
    /// <param name="bounds">How long its queue may be, and how long it waits for rows.</param>
    public SimulatedEngine(string id, EngineCalibration calibration, IEventClock clock, EngineBounds bounds)
    {
        (Id, Calibration, _clock, _bounds) = (id, calibration, clock, bounds);
        Pool = new BlockPool(calibration.KvBlocks);
        Link = new SimulatedLink(calibration);
        _step = new StepPlan(calibration);
        _finishStep = StepEnd();
    }

    /// <summary>Its name.</summary>
    public string Id { get; }

    /// <summary>How fast it is and what it holds.</summary>
    public EngineCalibration Calibration { get; }

    /// <summary>Its KV memory.</summary>
    public BlockPool Pool { get; }

    /// <summary>False between <see cref="Fail"/> and <see cref="Recover"/>.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>Life number: 1, and one more after each recovery.</summary>
    public long Epoch { get; private set; } = 1;

    /// <summary>How many times slower than calibrated its steps are: a fault that no health check sees.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>What it has to do now.</summary>
    public EngineLoad Load => new(_running.Count, _waiting.Count, (double)Pool.InUse / Pool.Capacity, _promptTokensLeft);

    /// <summary>What it has done.</summary>
    public EngineTotals Totals => _totals;

    internal SimulatedLink Link { get; }

    /// <summary>Takes a request, or says why not.</summary>
    public Admission Submit(SimulatedRequest request) => Enqueue(new Sequence(request, request.PromptTokens, request.OutputTokens));

    /// <summary>Whoever asked has left: the request ends at once. Does nothing if it is not here.</summary>
    public void Cancel(SimulatedRequest request)
    {
        if (Find(request) is { } sequence)
        {
            End(sequence, RequestEnd.Cancelled);
            Wake();
        }
    }

    /// <summary>Breaks down: every request here fails, the cache is lost, new requests find nobody.</summary>
    public void Fail()
    {
        Sequence[] lost = [.. _running, .. _waiting];
        IsUp = false;
        _stepping = false;
        _stall = 0;
        // The end of the step that runs now is still to come; it must find nothing.
        _finishStep = StepEnd();
        foreach (Sequence sequence in lost)
        {
            sequence.Lease?.Void();
        }

        Pool.Clear();
        foreach (Sequence sequence in lost)
        {
            End(sequence, RequestEnd.Failed);
        }
    }

    /// <summary>Comes back empty, in another epoch.</summary>
    public void Recover()
    {
        if (!IsUp)
        {
            IsUp = true;
            Epoch++;
        }
    }

    /// <summary>Stands still for some seconds before its next step ends: a pause of the machine.</summary>
    public void Stall(double seconds) => _stall += seconds;

    /// <summary>Takes the order to compute a prompt and push its rows.</summary>
    internal Admission Order(RemotePrefill order) =>
        Enqueue(new Sequence(order.Request, order.Request.PromptTokens, outputTokens: 0) { Order = order });

    /// <summary>The order is void; a second call does nothing.</summary>
    internal void Withdraw(RemotePrefill order)
    {
        if (_running.Concat(_waiting).FirstOrDefault(sequence => sequence.Order == order) is { } sequence)
        {
            End(sequence, RequestEnd.Cancelled);
            Wake();
        }
    }

    /// <summary>The rows of a prompt are here, and its first token.</summary>
    internal void Attach(Sequence sequence)
    {
        sequence.Remote = null;
        sequence.Computed = sequence.PromptTokens;
        sequence.State = SequenceState.Decoding;
        sequence.Lease!.Fill(sequence.PromptTokens / Calibration.BlockTokens);
        Draw(sequence);
        Wake();
    }

    /// <summary>Ends a sequence in whatever state it is.</summary>
    internal void End(Sequence sequence, RequestEnd end)
    {
        if (sequence.Ended)
        {
            return;
        }

        if (sequence.State == SequenceState.Waiting)
        {
            _waiting.Remove(sequence);
        }
        else
        {
            _running.Remove(sequence);
        }

        _promptTokensLeft -= Unprepared(sequence);
        sequence.State = SequenceState.Ended;
        sequence.Lease?.End();
        sequence.Remote?.Withdraw();
        if (sequence.Order is { } order)
        {
            order.Ended(end);
        }
        else
        {
            sequence.Request.Listener.Ended(end);
        }
    }

    /// <summary>Begins a step if there is something to do and none runs.</summary>
    internal void Wake()
    {
        if (IsUp && !_stepping)
        {
            NextStep();
        }
    }

    /// <summary>Tokens of a prompt that this engine itself has still to compute.</summary>
    private static int Unprepared(Sequence sequence) =>
        sequence.Order is null && sequence.Request.Prefills.Count > 0 ? 0 : sequence.PromptTokens - sequence.Computed;

    private Admission Enqueue(Sequence sequence)
    {
        if (!IsUp)
        {
            return Admission.Down;
        }

        if (BlocksOf(sequence) > Pool.Capacity)
        {
            return Admission.TooLarge;
        }

        // One that gets a slot at once does not wait.
        if (_waiting.Count >= _bounds.WaitingMax && (_waiting.Count > 0 || _running.Count >= Calibration.Slots))
        {
            return Admission.QueueFull;
        }

        _waiting.AddLast(sequence);
        _promptTokensLeft += Unprepared(sequence);
        Wake();
        return Admission.Accepted;
    }

    private int BlocksOf(Sequence sequence)
    {
        int tokens = sequence.PromptTokens + sequence.OutputTokens;
        return Math.Max(sequence.Blocks.Length, (tokens + Calibration.BlockTokens - 1) / Calibration.BlockTokens);
    }

    private Sequence? Find(SimulatedRequest request) =>
        _running.Concat(_waiting).FirstOrDefault(sequence => sequence.Request == request && sequence.Order is null);

    private void NextStep()
    {
        // Admitting may end a sequence or attach one, which would wake the engine again.
        _stepping = true;
        Admit();
        _step.Make(_running);
        _stepping = !_step.IsEmpty;
        if (_stepping)
        {
            double seconds = (_step.Seconds * Slowness) + _stall;
            _stall = 0;
            _totals = _totals with { BusySeconds = _totals.BusySeconds + seconds };
            _clock.At(_clock.Now + seconds, _finishStep);
        }
    }

    private void Admit()
    {
        while (_waiting.First?.Value is { } sequence && _running.Count < Calibration.Slots)
        {
            // The last prompt token is always computed: the first answer's token comes from it.
            int reusable = (sequence.PromptTokens - 1) / Calibration.BlockTokens;
            if (Pool.TryLease(sequence.Blocks, reusable, BlocksOf(sequence)) is not { } lease)
            {
                return;
            }

            _waiting.RemoveFirst();
            _running.Add(sequence);
            Start(sequence, lease);
        }
    }

    private void Start(Sequence sequence, BlockLease lease)
    {
        sequence.Lease = lease;
        if (sequence.Order is null && sequence.Request.Prefills.Count > 0)
        {
            sequence.State = SequenceState.AwaitingRows;
            sequence.Remote = new RemotePrefill(_clock, this, sequence);
            sequence.Remote.Begin(_bounds.HandoffSeconds);
            return;
        }

        int cached = lease.Hits * Calibration.BlockTokens;
        _promptTokensLeft -= cached;
        sequence.Computed = cached;
        sequence.State = SequenceState.Prefilling;
        _totals = _totals with
        {
            Requests = _totals.Requests + 1,
            PromptTokens = _totals.PromptTokens + sequence.PromptTokens,
            CachedTokens = _totals.CachedTokens + cached,
        };
        sequence.Order?.Started(cached);
        if (sequence.Order is null)
        {
            sequence.Request.Listener.Started(this, cached);
        }
    }

    private Action StepEnd()
    {
        int life = ++_stepEnds;
        return () =>
        {
            if (life == _stepEnds)
            {
                FinishStep();
            }
        };
    }

    private void FinishStep()
    {
        foreach ((Sequence sequence, int tokens) in _step.Chunks)
        {
            if (!sequence.Ended)
            {
                FinishChunk(sequence, tokens);
            }
        }

        foreach (Sequence sequence in _step.Draws)
        {
            if (!sequence.Ended)
            {
                Draw(sequence);
            }
        }

        _stepping = false;
        Wake();
    }

    private void FinishChunk(Sequence sequence, int tokens)
    {
        sequence.Computed += tokens;
        _promptTokensLeft -= tokens;
        _totals = _totals with { ComputedTokens = _totals.ComputedTokens + tokens };
        sequence.Lease!.Fill(sequence.Computed / Calibration.BlockTokens);
        bool whole = sequence.Computed == sequence.PromptTokens;
        if (sequence.Order is { } order)
        {
            sequence.State = whole ? SequenceState.Pushing : sequence.State;
            order.Computed(tokens, whole);
        }
        else if (whole)
        {
            sequence.State = SequenceState.Decoding;
            Draw(sequence);
        }
    }

    private void Draw(Sequence sequence)
    {
        _totals = _totals with { DrawnTokens = _totals.DrawnTokens + 1 };
        sequence.Request.Listener.Token(sequence.Drawn++);
        if (sequence.Drawn == sequence.OutputTokens)
        {
            End(sequence, RequestEnd.Finished);
        }
    }
}
