using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// One model, one KV arena, one loop. Requests take a slot, join the loop between two steps and leave it between two steps; all
/// sequences that decode share one Run per step. Thread-safe.
/// </summary>
public sealed class InferenceEngine : IAsyncDisposable
{
    private readonly DecoderGraph _graph;
    private readonly EngineOptions _options;
    private readonly KvArena _arena;
    private readonly SlotTable _slots;
    private readonly SlotBlocks? _slotBlocks;
    private readonly EngineLoop _loop;

    /// <summary>Allocates the arena and the prefix cache and starts the loop. The engine owns the graph from here on.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="observer">Hears of the loop's work.</param>
    /// <param name="blockObserver">Hears of blocks that come into the prefix cache and go.</param>
    /// <param name="time">Clock of all measures.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prefix cache's bound is below one block.</exception>
    public InferenceEngine(
        DecoderGraph graph, EngineOptions options, IEngineObserver observer, IBlockObserver blockObserver, TimeProvider time)
    {
        _graph = graph;
        _options = options;
        if (options.PrefixCacheBytes > 0)
        {
            Blocks = new BlockStore(graph.Layout, BlockChain.BlockTokensDefault, options.PrefixCacheBytes, blockObserver, time);
        }

        _arena = new KvArena(graph.Layout, options.Slots, options.Capacity, graph.Allocate);
        _slots = new SlotTable(options.Slots, options.WaitingMax);
        _slotBlocks = Blocks is null ? null : new SlotBlocks(_arena, Blocks, observer);
        _loop = new EngineLoop(graph, _arena, _slots, _slotBlocks, options, observer, time);
    }

    /// <summary>Shape of one token's KV rows.</summary>
    public KvLayout Layout => _arena.Layout;

    /// <summary>Most tokens of one sequence.</summary>
    public int Capacity => _arena.Capacity;

    /// <summary>Address space of the arena, in bytes.</summary>
    public long ArenaBytes => _arena.Bytes;

    /// <summary>Slots of the arena.</summary>
    public int Slots => _slots.Slots;

    /// <summary>The prefix cache; null if it is switched off.</summary>
    public BlockStore? Blocks { get; }

    /// <summary>Width of the logits.</summary>
    public int VocabularySize => _graph.VocabularySize;

    /// <summary>Load at this instant.</summary>
    public EngineLoad Load => new(_slots.Leased, _slots.Waiting, (double)_slots.Leased / _slots.Slots);

    /// <summary>Keys of the full blocks of a request's prompt, as <see cref="Blocks"/> knows them; none without a prefix cache.</summary>
    public ReadOnlySpan<BlockKey> BlockKeysOf(GenerationRequest request) =>
        _slotBlocks is null ? [] : _slotBlocks.KeysOf(request).Of(request.Prompt);

    /// <summary>Generates from a prompt that is computed here.</summary>
    /// <param name="request">What to generate.</param>
    /// <param name="stream">Takes the tokens.</param>
    /// <param name="choice">Number of the answer in the stream.</param>
    /// <param name="cancellation">Ends the waiting for a slot.</param>
    /// <exception cref="EngineBusyException">Too many requests wait for a slot.</exception>
    public async ValueTask<Generation> GenerateAsync(GenerationRequest request, TokenStream stream, int choice, CancellationToken cancellation)
    {
        Check(request);
        SequenceKeys? keys = _slotBlocks?.KeysOf(request);
        SlotLease lease = await _slots.AcquireAsync(cancellation);
        Generation generation = new(_loop, stream, choice);
        generation.Sequence = new Sequence(request, lease, new HeadRow(_arena), generation, SequenceKind.Answer, Capacity) { Keys = keys };
        _loop.Submit(generation.Sequence);
        return generation;
    }

    /// <summary>Computes a prompt for another worker.</summary>
    /// <param name="request">Whose prompt.</param>
    /// <param name="draw">Whether to draw the first token too.</param>
    /// <param name="cancellation">Ends the waiting for a slot.</param>
    /// <exception cref="EngineBusyException">Too many requests wait for a slot.</exception>
    public async ValueTask<Prefill> PrefillAsync(GenerationRequest request, bool draw, CancellationToken cancellation)
    {
        Check(request);
        SequenceKeys? keys = _slotBlocks?.KeysOf(request);
        SlotLease lease = await _slots.AcquireAsync(cancellation);
        HeadRow headRow = new(_arena);
        Prefill prefill = new(_loop, new SlotRows(_arena, lease, headRow), draw);
        SequenceKind kind = draw ? SequenceKind.RowsAndToken : SequenceKind.Rows;
        prefill.Sequence = new Sequence(request, lease, headRow, prefill, kind, Capacity) { Keys = keys };
        _loop.Submit(prefill.Sequence);
        return prefill;
    }

    /// <summary>Sets a slot aside for rows from another worker.</summary>
    /// <exception cref="EngineBusyException">Too many requests wait for a slot.</exception>
    public async ValueTask<SlotReservation> ReserveAsync(CancellationToken cancellation) =>
        new(_arena, _slots, await _slots.AcquireAsync(cancellation));

    /// <summary>Goes on with a prompt that another worker computed into the reservation.</summary>
    /// <param name="reservation">Complete; its slot belongs to the generation from here on.</param>
    /// <param name="arrived">What came.</param>
    /// <param name="request">The request; its prompt's rows are the ones that came.</param>
    /// <param name="stream">Takes the tokens.</param>
    /// <param name="choice">Number of the answer in the stream.</param>
    /// <exception cref="HandoffException">Rows or tail do not fit the request.</exception>
    public Generation Attach(SlotReservation reservation, ArrivedKv arrived, GenerationRequest request, TokenStream stream, int choice)
    {
        Check(request);
        HandoffTail tail = HandoffTail.Parse(arrived.Tail.Span, VocabularySize);
        if (arrived.Tokens != request.Prompt.Length || tail.CachedTokens >= request.Prompt.Length)
        {
            throw new HandoffException(
                $"{arrived.Tokens} rows, {tail.CachedTokens} of them cached, came for a prompt of {request.Prompt.Length} tokens.");
        }

        SequenceKeys? keys = _slotBlocks?.KeysOf(request);
        reservation.HandOver();
        Generation generation = new(_loop, stream, choice);
        Sequence sequence = new(request, reservation.Lease, reservation.HeadRow, generation, SequenceKind.Answer, Capacity)
        {
            // Without a first token the last row is computed once more, for its logits.
            Cached = tail.FirstToken == HandoffTail.NotDrawn ? arrived.Tokens - 1 : arrived.Tokens,
            CachedTokens = tail.CachedTokens,
            Keys = keys,
        };
        generation.Sequence = sequence;
        Join(sequence, stream, choice, tail.FirstToken);
        return generation;
    }

    /// <summary>Stops the loop; running sequences fail with <see cref="EngineStoppedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        Blocks?.Dispose();
        _arena.Dispose();
        _graph.Dispose();
    }

    private void Join(Sequence sequence, TokenStream stream, int choice, int firstToken)
    {
        if (firstToken != HandoffTail.NotDrawn)
        {
            FinishReason? finish = sequence.Append(firstToken);
            stream.Write(new GeneratedToken(choice, firstToken, finish, Logprobs: null));
        }

        if (sequence.Finished)
        {
            _slots.Release(sequence.Lease);
        }
        else
        {
            _loop.Submit(sequence);
        }
    }

    private void Check(GenerationRequest request)
    {
        if (request.Prompt.Length == 0 || request.Prompt.Length >= _options.Capacity || request.MaxTokens < 1)
        {
            throw new ArgumentException(
                $"A prompt of {request.Prompt.Length} tokens and {request.MaxTokens} to draw do not fit a slot of {_options.Capacity}.", nameof(request));
        }

        if (request.Prompt.AsSpan().ContainsAnyExceptInRange(0, VocabularySize - 1))
        {
            throw new ArgumentException($"A prompt token is outside the vocabulary of {VocabularySize}.", nameof(request));
        }
    }
}
