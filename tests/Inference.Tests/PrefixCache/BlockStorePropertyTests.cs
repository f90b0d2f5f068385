using CsCheck;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Inference.Tests.PrefixCache;

/// <summary>Random work on small stores against what must always hold.</summary>
public sealed class BlockStorePropertyTests
{
    // A tree of prompts with two ways at each of up to five blocks, so that paths meet often.
    private static readonly Gen<int[]> Path = Gen.Int[1, 2].Array[1, 5];

    private static readonly Gen<(int Kind, int[] Path)> Operation = Gen.Select(Gen.Int[0, 3], Path);

    [Fact]
    public void Random_work_of_one_thread_keeps_every_invariant() =>
        Gen.Select(Gen.Int[1, 9], Operation.Array[1, 60]).Sample((blocks, operations) =>
        {
            using StoreFixture fixture = new(blocks);
            List<PinnedBlocks> held = [];
            foreach ((int kind, int[] path) in operations)
            {
                Apply(fixture, held, kind, path);
                AssertCounts(fixture, held);
            }

            AssertTree(fixture);
            held.ForEach(pinned => pinned.Dispose());
            Assert.Equal(0, fixture.Store.Counts.Pinned);
        });

    [Fact]
    public void Work_of_several_threads_reads_right_rows_and_leaves_nothing_held()
    {
        using StoreFixture fixture = new(blocks: 12);
        int[][] paths = Path.Array[400].Single();
        Parallel.For(0, 4, worker =>
        {
            for (int at = worker; at < paths.Length; at++)
            {
                fixture.Add(paths[at]);
                fixture.Found(paths[^(at + 1)]);
                Assert.InRange(fixture.Store.Counts.Cached, 0, 12);
            }
        });

        AssertTree(fixture);
        BlockCounts counts = fixture.Store.Counts;
        Assert.Equal(0, counts.Pinned);
        Assert.Equal(12, counts.Free + counts.Cached);
    }

    private static void Apply(StoreFixture fixture, List<PinnedBlocks> held, int kind, int[] path)
    {
        if (kind <= 1)
        {
            int stored = fixture.Add(path);
            Assert.Equal(stored, fixture.Found(path));
        }
        else if (kind == 2 && fixture.Pin(path) is { } pinned)
        {
            StoreFixture.AssertRows(pinned, StoreFixture.Tokens(path));
            held.Add(pinned);
        }
        else if (held.Count > 0)
        {
            int at = path.Sum() % held.Count;
            held[at].Dispose();
            held.RemoveAt(at);
        }
    }

    /// <summary>Each block is free, cached or held; as many are held as the holders hold together.</summary>
    private static void AssertCounts(StoreFixture fixture, List<PinnedBlocks> held)
    {
        BlockCounts counts = fixture.Store.Counts;
        Assert.Equal(fixture.Store.BlocksMax, counts.Free + counts.Cached + counts.Pinned);
        Assert.Equal(Alive(fixture).Count, counts.Cached + counts.Pinned);
        Assert.InRange(counts.Pinned, held.Select(pinned => pinned.Count).DefaultIfEmpty().Max(), held.Sum(pinned => pinned.Count));
    }

    /// <summary>By the numbered changes: nothing comes twice, nothing before its parent, and no parent goes before its children.</summary>
    private static void AssertTree(StoreFixture fixture)
    {
        Assert.Equal(fixture.Observer.Changes.Select((_, at) => at + 1L), fixture.Observer.Changes.Select(change => change.Change.Number));
        Assert.InRange(Alive(fixture).Count, 0, fixture.Store.BlocksMax);
    }

    private static Dictionary<BlockKey, BlockKey?> Alive(StoreFixture fixture)
    {
        Dictionary<BlockKey, BlockKey?> alive = [];
        foreach ((bool stored, BlockChange change) in fixture.Observer.Changes)
        {
            if (stored)
            {
                Assert.True(change.Parent is not { } parent || alive.ContainsKey(parent), $"{change} came without its parent");
                Assert.True(alive.TryAdd(change.Key, change.Parent), $"{change} came twice");
                Assert.InRange(alive.Count, 1, fixture.Store.BlocksMax);
            }
            else
            {
                Assert.True(alive.Remove(change.Key), $"{change} went but was not there");
                Assert.DoesNotContain(change.Key, alive.Values.OfType<BlockKey>());
            }
        }

        return alive;
    }
}
