using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class BlockPoolTests
{
    private readonly Mirror _mirror = new();

    [Fact]
    public void Block_is_found_once_it_is_filled_and_stays_afterwards()
    {
        BlockPool pool = Pool(8);
        BlockLease lease = pool.TryLease(Keys(1, 2, 3), reusable: 3, total: 4)!;
        Assert.Equal(0, pool.Match(Keys(1, 2, 3)));
        lease.Fill(2);
        Assert.Equal(2, pool.Match(Keys(1, 2, 3)));
        lease.End();

        Assert.Equal(2, pool.Match(Keys(1, 2, 3)));
        Assert.Equal((2, 0), (pool.Used, pool.InUse));
    }

    [Fact]
    public void Least_recently_used_prompt_goes_first_and_its_end_before_its_beginning()
    {
        BlockPool pool = Pool(6);
        Store(pool, 1, 2, 3);
        Store(pool, 4, 5);
        Store(pool, 1, 2);
        _mirror.Log.Clear();
        BlockLease lease = pool.TryLease([], reusable: 0, total: 4)!;

        Assert.Equal(["-3", "-5", "-4"], _mirror.Log);
        Assert.Equal(6, pool.Used);
        lease.End();
    }

    [Fact]
    public void Blocks_in_use_are_not_evicted()
    {
        BlockPool pool = Pool(4);
        BlockLease holds = pool.TryLease(Keys(1, 2), reusable: 2, total: 2)!;
        holds.Fill(2);

        Assert.Null(pool.TryLease(Keys(7, 8, 9), reusable: 3, total: 3));
        Assert.Equal(2, pool.Match(Keys(1, 2)));
        Assert.Equal(2, pool.InUse);
    }

    [Fact]
    public void Two_that_compute_the_same_blocks_at_once_end_up_with_one_copy()
    {
        BlockPool pool = Pool(8);
        BlockLease one = pool.TryLease(Keys(1, 2), reusable: 2, total: 3)!;
        BlockLease two = pool.TryLease(Keys(1, 2), reusable: 2, total: 3)!;
        one.Fill(2);
        two.Fill(2);

        Assert.Equal(4, pool.Used);
        one.End();
        Assert.Equal(3, pool.InUse);
        two.End();
        Assert.Equal((2, 0), (pool.Used, pool.InUse));
    }

    [Fact]
    public void Lease_that_is_ended_twice_gives_back_once()
    {
        BlockPool pool = Pool(4);
        BlockLease lease = pool.TryLease(Keys(1), reusable: 1, total: 2)!;
        lease.End();
        lease.End();

        Assert.Equal(0, pool.InUse);
    }

    private static BlockKey[] Keys(params ulong[] numbers) => [.. numbers.Select(Bench.Key)];

    private static void Store(BlockPool pool, params ulong[] numbers)
    {
        BlockLease lease = pool.TryLease(Keys(numbers), numbers.Length, numbers.Length)!;
        lease.Fill(numbers.Length);
        lease.End();
    }

    private BlockPool Pool(int capacity) => new(capacity) { Listener = _mirror };
}
