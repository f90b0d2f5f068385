using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// Moves blocks between slots and the store. Import and store run on the loop's thread, between two Runs, so the slot's rows hold still.
/// </summary>
internal sealed class SlotBlocks(KvArena arena, BlockStore store, IEngineObserver observer)
{
    // The model's hash covers its tokenizer.
    private readonly BlockScope _scope = new(arena.Layout.ModelHash, "", arena.Layout.ElementType, store.BlockTokens);
    private readonly BlockChain _unsalted = new(new BlockScope(arena.Layout.ModelHash, "", arena.Layout.ElementType, store.BlockTokens));

    /// <summary>The keys of a request's blocks; any thread.</summary>
    public SequenceKeys KeysOf(GenerationRequest request) => new(
        request.CacheSalt is { } salt ? new BlockChain(_scope with { CacheSalt = salt }) : _unsalted, request.Prompt);

    /// <summary>
    /// Fills the slot from the store as far as its prompt goes there. Called before every chunk, not only before the first: what another
    /// sequence with the same beginning has computed since then need not be computed again.
    /// </summary>
    public void Import(Sequence sequence)
    {
        ReadOnlySpan<int> prompt = sequence.Request.Prompt;
        int from = sequence.Cached;
        using (PinnedBlocks? found = store.Pin(sequence.Keys!.Reusable, prompt, from / store.BlockTokens))
        {
            if (found is not null)
            {
                Copy(found, sequence);
            }
        }

        int imported = sequence.Cached - from;
        sequence.CachedTokens += imported;
        observer.PrefixLookup(from == 0 ? prompt.Length : 0, imported);
        if (imported > 0)
        {
            sequence.Listener.RowsReady(from, imported, last: false);
        }
    }

    /// <summary>Stores every full block of the slot that is not stored yet.</summary>
    public void Store(Sequence sequence)
    {
        ReadOnlySpan<int> tokens = sequence.Tokens[..sequence.Cached];
        store.Add(sequence.Keys!.Of(tokens), tokens, new SlotRows(arena, sequence.Lease, sequence.HeadRow));
    }

    private void Copy(PinnedBlocks found, Sequence sequence)
    {
        int slot = sequence.Lease.Slot;
        int from = sequence.Cached;
        for (int layer = 0; layer < arena.Layout.Layers; layer++)
        {
            for (int head = 0; head < arena.Layout.Heads; head++)
            {
                CopyHead(found, slot, layer, KvPart.Key, head, from);
                CopyHead(found, slot, layer, KvPart.Value, head, from);
            }
        }

        if (from == 0)
        {
            sequence.HeadRow.Save(slot);
        }

        sequence.Cached = found.Tokens;
    }

    private void CopyHead(PinnedBlocks found, int slot, int layer, KvPart part, int head, int from)
    {
        for (int row = from; row < found.Tokens;)
        {
            ReadOnlySpan<byte> run = found.Run(layer, part, head, row);
            int rows = run.Length / arena.Layout.RowBytes;
            arena.Write(slot, layer, part, head, row, rows, run);
            row += rows;
        }
    }
}
