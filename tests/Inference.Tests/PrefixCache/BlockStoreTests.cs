using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.KvFabric.Blocks;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Inference.Tests.PrefixCache;

public sealed class BlockStoreTests
{
    [Fact]
    public void Longest_stored_beginning_is_found_with_its_rows()
    {
        using StoreFixture fixture = new(blocks: 8);
        Assert.Equal(3, fixture.Add(1, 2, 3));
        Assert.Equal(3, fixture.Add(1, 2, 4));

        Assert.Equal(3, fixture.Found(1, 2, 3, 5));
        Assert.Equal(3, fixture.Found(1, 2, 4));
        Assert.Equal(2, fixture.Found(1, 2, 5));
        Assert.Equal(0, fixture.Found(2, 3));
        Assert.Equal(new BlockCounts(Free: 4, Cached: 4, Pinned: 0), fixture.Store.Counts);
    }

    [Fact]
    public void Rows_from_the_middle_of_a_block_are_read_across_blocks()
    {
        using StoreFixture fixture = new(blocks: 4);
        fixture.Add(1, 2, 3);
        using PinnedBlocks pinned = fixture.Pin(1, 2, 3)!;

        StoreFixture.AssertRows(pinned, StoreFixture.Tokens(1, 2, 3), first: 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => pinned.Read(0, default, 0, 11, 2, new byte[64]));
    }

    [Fact]
    public void Blocks_before_the_wanted_one_alone_are_not_held()
    {
        using StoreFixture fixture = new(blocks: 4);
        fixture.Add(1, 2);
        int[] tokens = StoreFixture.Tokens(1, 2, 3);

        Assert.Null(fixture.Store.Pin(fixture.Keys(tokens), tokens, wanted: 2));
        Assert.Null(fixture.Store.Pin(fixture.Keys(tokens), tokens, wanted: 3));
        using PinnedBlocks? pinned = fixture.Store.Pin(fixture.Keys(tokens), tokens, wanted: 1);
        Assert.Equal(2, pinned!.Count);
    }

    [Fact]
    public void Key_of_other_tokens_is_neither_found_nor_built_on()
    {
        using StoreFixture fixture = new(blocks: 4);
        fixture.Add(1, 2);
        BlockKey[] keys = fixture.Keys(StoreFixture.Tokens(1, 2, 3));
        int[] others = StoreFixture.Tokens(7, 2, 3);

        Assert.Null(fixture.Store.Pin(keys, others));
        Assert.Null(fixture.Store.Pin(keys, others, wanted: 1));
        Assert.Equal(0, fixture.Store.Add(keys, others, new StoreFixture.Rows(others)));
        Assert.Equal(2, fixture.Store.Counts.Cached);
    }

    [Fact]
    public void Key_of_the_same_tokens_behind_another_block_is_not_found()
    {
        using StoreFixture fixture = new(blocks: 4);
        fixture.Add(1);
        fixture.Add(2, 3);
        int[] tokens = StoreFixture.Tokens(1, 3);
        BlockKey[] keys = [fixture.Keys(StoreFixture.Tokens(1))[0], fixture.Keys(StoreFixture.Tokens(2, 3))[1]];

        using PinnedBlocks? found = fixture.Store.Pin(keys, tokens);

        Assert.Equal(1, found!.Count);
        Assert.Null(fixture.Store.Pin(keys, tokens, wanted: 1));
        Assert.Equal(1, fixture.Store.Add(keys, tokens, new StoreFixture.Rows(tokens)));
    }

    [Fact]
    public void Least_recently_used_leaf_is_evicted_first_and_a_parent_after_its_children()
    {
        using StoreFixture fixture = new(blocks: 4);
        fixture.Add(1, 2);
        fixture.Add(3, 4);
        fixture.Found(1);

        // (1, 2)'s leaf was used before (3, 4), its first block after it.
        fixture.Add(5);
        Assert.Equal((1, 2), (fixture.Found(1, 2), fixture.Found(3, 4)));

        // Looking was a use: the oldest are (5) and (1) now.
        fixture.Add(6, 7);
        Assert.Equal((0, 2, 0), (fixture.Found(1, 2), fixture.Found(3, 4), fixture.Found(5)));
        Assert.Equal(2, fixture.Found(6, 7));
    }

    [Fact]
    public void Block_held_is_not_evicted_and_nothing_is_stored_beyond_the_bound()
    {
        using StoreFixture fixture = new(blocks: 2);
        fixture.Add(1, 2);
        using (PinnedBlocks held = fixture.Pin(1, 2)!)
        {
            Assert.Equal(0, fixture.Add(3));
            Assert.Equal(new BlockCounts(Free: 0, Cached: 0, Pinned: 2), fixture.Store.Counts);
            StoreFixture.AssertRows(held, StoreFixture.Tokens(1, 2));
        }

        Assert.Equal(1, fixture.Add(3));
        Assert.Equal(1, fixture.Found(1, 2));
    }

    [Fact]
    public void Store_of_one_block_holds_the_first_of_each_prompt_in_turn()
    {
        using StoreFixture fixture = new(blocks: 1);

        Assert.Equal(1, fixture.Add(1, 2, 3));
        Assert.Equal(1, fixture.Found(1, 2, 3));
        Assert.Equal(1, fixture.Add(4, 5));
        Assert.Equal(0, fixture.Found(1));
        Assert.Equal(new BlockCounts(Free: 0, Cached: 1, Pinned: 0), fixture.Store.Counts);
    }

    [Fact]
    public void Bound_below_one_block_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StoreFixture(blocks: 0));

    [Fact]
    public void Ages_are_told_by_the_injected_clock()
    {
        FakeTimeProvider time = new();
        AgeObserver ages = new();
        using StoreFixture fixture = new(blocks: 1, time, ages);
        fixture.Add(1);
        time.Advance(TimeSpan.FromSeconds(3));
        fixture.Found(1);
        time.Advance(TimeSpan.FromSeconds(4));
        fixture.Add(2);

        Assert.Equal(["reused after 3", "removed after 7, idle 4"], ages.Lines);
    }

    [Fact]
    public void Changes_are_numbered_and_name_the_block_before()
    {
        using StoreFixture fixture = new(blocks: 2);
        BlockKey[] keys = fixture.Keys(StoreFixture.Tokens(1, 2));
        fixture.Add(1, 2);
        fixture.Add(3);

        Assert.Equal(
            [
                (true, new BlockChange(1, keys[0], null)),
                (true, new BlockChange(2, keys[1], keys[0])),
                (false, new BlockChange(3, keys[1], keys[0])),
                (true, new BlockChange(4, fixture.Keys(StoreFixture.Tokens(3))[0], null)),
            ],
            fixture.Observer.Changes);
    }

    [Fact]
    public void Rows_that_cannot_be_read_leave_no_block_held()
    {
        using StoreFixture fixture = new(blocks: 2);
        int[] tokens = StoreFixture.Tokens(1, 2);

        // The rows of the second block are missing.
        Assert.Throws<IndexOutOfRangeException>(() => fixture.Store.Add(fixture.Keys(tokens), tokens, new StoreFixture.Rows(tokens[..6])));

        Assert.Equal(new BlockCounts(Free: 1, Cached: 1, Pinned: 0), fixture.Store.Counts);
        Assert.Equal(2, fixture.Add(1, 2));
    }

    [Fact]
    public void Blocks_held_when_the_store_ends_stay_readable_until_they_are_let_go()
    {
        using StoreFixture fixture = new(blocks: 2);
        fixture.Add(1, 2);
        PinnedBlocks held = fixture.Pin(1, 2)!;

        fixture.Store.Dispose();

        StoreFixture.AssertRows(held, StoreFixture.Tokens(1, 2));
        Assert.Null(fixture.Pin(1));
        Assert.Equal(0, fixture.Add(3));
        held.Dispose();
        held.Dispose();
        Assert.Throws<ObjectDisposedException>(() => held.Read(0, default, 0, 0, 1, new byte[64]));
    }

    private sealed class AgeObserver : IBlockObserver
    {
        public List<string> Lines { get; } = [];

        public void Stored(BlockChange change) { }

        public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle) =>
            Lines.Add($"removed after {lifetime.TotalSeconds}, idle {idle.TotalSeconds}");

        public void Reused(TimeSpan gap) => Lines.Add($"reused after {gap.TotalSeconds}");
    }
}
