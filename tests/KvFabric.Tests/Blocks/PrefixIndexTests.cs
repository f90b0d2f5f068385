using CsCheck;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Tests.Blocks;

public sealed class PrefixIndexTests
{
    [Fact]
    public void Match_counts_consecutive_blocks_per_worker()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 8);
        int[] workers = [0, 1, 2];
        index.Add(workers[0], null, keys.AsSpan(0, 3));
        index.Add(workers[1], null, keys);

        Assert.Equal([3, 8, 0], Match(index, keys, workers));
        Assert.Equal([3, 5, 0], Match(index, [.. keys.Take(5), .. Chain(2, 3)], workers));
        Assert.Equal([0, 0, 0], Match(index, [], workers));
    }

    [Fact]
    public void Removed_block_takes_what_follows_it_along()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 6);
        int[] workers = [0, 1];
        index.Add(workers[0], null, keys);
        index.Add(workers[1], null, keys.AsSpan(0, 5));

        index.Remove(workers[0], keys[2]);

        Assert.Equal([2, 5], Match(index, keys, workers));
        Assert.Equal(5, index.Blocks);
    }

    [Fact]
    public void Block_whose_parent_the_worker_lacks_is_refused_and_counted()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 4);
        const int worker = 0;

        index.Add(worker, keys[0], keys.AsSpan(1));

        Assert.Equal(3, index.Refused);
        Assert.Equal(0, index.Blocks);
    }

    [Fact]
    public void Blocks_beyond_the_limit_are_refused_and_counted()
    {
        using var index = new PrefixIndex(blocksMax: 3);
        var keys = Chain(1, 5);
        const int worker = 0;

        index.Add(worker, null, keys);

        Assert.Equal([3], Match(index, keys, [worker]));
        Assert.Equal(2, index.Refused);
    }

    [Fact]
    public void Cleared_worker_leaves_nothing()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 4);
        index.Add(0, null, keys);
        index.Add(1, null, keys.AsSpan(0, 2));

        index.Clear(0);

        Assert.Equal([0, 2], Match(index, keys, [0, 1]));
        Assert.Equal(2, index.Blocks);
        Assert.False(index.Holds(0, keys[0]));
        Assert.True(index.Holds(1, keys[1]));
    }

    [Fact]
    public void Worker_number_of_nobody_holds_nothing()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 4);
        for (var worker = 0; worker < 64; worker++)
        {
            index.Add(worker, null, keys);
        }

        Assert.Equal([0, 4, 0], Match(index, keys, [-1, 63, 64]));
    }

    [Fact]
    public void Block_under_a_wrong_parent_does_not_break_a_look_up()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 6);
        index.Add(0, null, keys.AsSpan(0, 2));
        index.Add(0, null, [keys[4]]);

        Assert.InRange(Assert.Single(Match(index, keys, [0])), 0, 5);
    }

    [Fact]
    public void Match_agrees_with_a_simple_model_whatever_happened_before()
        => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 12], Gen.Int[0, 5]).List[1, 120].Sample(steps =>
        {
            const int count = 6;
            using var index = new PrefixIndex();
            int[] workers = [.. Enumerable.Range(0, count).Select(n => 37 * n)];
            // Three prompts that share their first four blocks.
            var shared = Chain(0, 4);
            var prompts = Enumerable.Range(1, 3).Select(n => (BlockKey[])[.. shared, .. Chain(n, 8)]).ToArray();
            var held = workers.Select(_ => new HashSet<BlockKey>()).ToArray();
            foreach (var (prompt, worker, depth, action) in steps)
            {
                var keys = prompts[prompt % prompts.Length];
                Apply(index, workers, held, keys, worker, depth, action);
            }

            foreach (var keys in prompts)
            {
                var expected = held.Select(blocks => keys.TakeWhile(blocks.Contains).Count());
                Assert.Equal(expected, Match(index, keys, workers));
            }

            Assert.Equal(held.SelectMany(blocks => blocks).Distinct().Count(), index.Blocks);
        });

    [Fact]
    public void Matching_allocates_nothing()
    {
        using var index = new PrefixIndex();
        var keys = Chain(1, 64);
        int[] workers = [.. Enumerable.Range(0, 100).Select(n => 37 * n)];
        foreach (var worker in workers)
        {
            index.Add(worker, null, keys.AsSpan(0, worker % 64));
        }

        var depths = new int[workers.Length];
        index.Match(keys, workers, depths);
        var before = GC.GetAllocatedBytesForCurrentThread();
        index.Match(keys, workers, depths);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(workers.Select(worker => worker % 64), depths);
    }

    private static void Apply(
        PrefixIndex index, int[] workers, HashSet<BlockKey>[] held, BlockKey[] keys, int worker, int depth, int action)
    {
        switch (action)
        {
            case 0:
                index.Clear(workers[worker]);
                held[worker].Clear();
                break;
            case 1 when depth < keys.Length:
                index.Remove(workers[worker], keys[depth]);
                held[worker] = Without(held[worker], keys, depth);
                break;
            default:
                index.Add(workers[worker], null, keys.AsSpan(0, depth));
                held[worker].UnionWith(keys.Take(depth));
                break;
        }
    }

    // Blocks 0 to 3 are shared: dropping one of them drops every prompt's rest.
    private static HashSet<BlockKey> Without(HashSet<BlockKey> held, BlockKey[] keys, int depth)
    {
        if (!held.Contains(keys[depth]))
        {
            return held;
        }

        var dropped = depth < 4 ? held.Except(keys.Take(depth)) : keys.Skip(depth);
        return [.. held.Except(dropped)];
    }

    private static int[] Match(PrefixIndex index, BlockKey[] keys, int[] workers)
    {
        var depths = new int[workers.Length];
        index.Match(keys, workers, depths);
        return depths;
    }

    private static BlockKey[] Chain(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new BlockKey((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
    }
}
