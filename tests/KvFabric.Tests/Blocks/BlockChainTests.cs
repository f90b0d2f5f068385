using CsCheck;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.KvFabric.Tests.Blocks;

public sealed class BlockChainTests
{
    private static readonly BlockScope Scope = new("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", KvElementType.Float32);

    public static TheoryData<BlockScope> OtherScopes => new()
    {
        Scope with { ModelHash = "x" },
        Scope with { TokenizerHash = "x" },
        Scope with { ElementType = KvElementType.Float16 },
        Scope with { BlockTokens = 32 },
        Scope with { Adapter = "lora" },
        Scope with { CacheSalt = "tenant" },
        // The same letters, split otherwise.
        Scope with { Adapter = "", CacheSalt = "lora" },
        Scope with { ModelHash = Scope.ModelHash + Scope.TokenizerHash, TokenizerHash = "" },
    };

    // Computed by the reference implementation of XXH3 and pinned: workers and gateways of different versions must agree.
    [Fact]
    public void Keys_are_those_of_every_version()
    {
        var keys = new BlockKey[3];
        var chain = new BlockChain(Scope);

        Assert.Equal(3, chain.Compute([.. Enumerable.Range(0, 50)], keys));

        Assert.Equal("64c3f64db38618fe916e0da152f26079", chain.Seed.ToString());
        Assert.Equal(
            ["984c5417952765affbf5867481239e82", "708305ae6bae031ac03bfa802bdf1805", "854b5b82e804f955eb1eebd9d4f99f24"],
            keys.Select(key => key.ToString()));
        Assert.Equal("dc6a7740d60b9c3ea0faa2d914775cbb", new BlockChain(Scope with { Adapter = "lora", CacheSalt = "tenant" }).Seed.ToString());
    }

    [Theory]
    [MemberData(nameof(OtherScopes))]
    public void Another_scope_has_other_keys(BlockScope other)
    {
        Assert.Equal(OtherScopes.Count + 1, OtherScopes.Select(row => new BlockChain(row.Data).Seed).Append(new BlockChain(Scope).Seed).Distinct().Count());
        int[] tokens = [.. Enumerable.Range(0, 32)];
        var (ours, theirs) = (new BlockKey[1], new BlockKey[1]);

        new BlockChain(Scope).Compute(tokens, ours);
        new BlockChain(other).Compute(tokens, theirs);

        Assert.NotEqual(ours[0], theirs[0]);
    }

    [Fact]
    public void Prefix_of_tokens_has_a_prefix_of_the_keys_and_a_changed_token_changes_all_behind_it()
        => Gen.Select(Gen.Int.Array[0, 200], Gen.Int[0, 200], Gen.Int[1, 40]).Sample((tokens, cut, blockTokens) =>
        {
            var chain = new BlockChain(Scope with { BlockTokens = blockTokens });
            var all = Keys(chain, tokens);
            Assert.Equal(tokens.Length / blockTokens, all.Length);

            var length = Math.Min(cut, tokens.Length);
            var prefix = Keys(chain, tokens.AsSpan(0, length));
            Assert.Equal(all.Take(prefix.Length), prefix);

            if (length < tokens.Length)
            {
                var changed = (int[])tokens.Clone();
                changed[length] ^= 1;
                var others = Keys(chain, changed);
                var common = length / blockTokens;
                Assert.Equal(all.Take(common), others.Take(common));
                Assert.Empty(all.Skip(common).Intersect(others.Skip(common)));
            }
        });

    [Fact]
    public void Key_survives_the_wire() => Gen.Select(Gen.ULong, Gen.ULong).Sample((high, low) =>
    {
        var bytes = new byte[BlockKey.Size];
        var key = new BlockKey(high, low);
        key.Write(bytes);
        Assert.Equal(key, BlockKey.Read(bytes));
        Assert.Equal(key.ToString(), Convert.ToHexStringLower(bytes));
    });

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(16, 1, 0)]
    [InlineData(17, 1, 1)]
    [InlineData(32, 2, 1)]
    [InlineData(33, 2, 2)]
    public void Reuse_leaves_a_token_to_compute(int tokens, int full, int reusable)
    {
        var chain = new BlockChain(Scope);

        Assert.Equal(full, chain.FullBlocks(tokens));
        Assert.Equal(reusable, chain.ReusableBlocks(tokens));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(BlockChain.BlockTokensMax + 1)]
    public void Block_size_out_of_bounds_is_refused(int tokens)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BlockChain(Scope with { BlockTokens = tokens }));

    [Fact]
    public void Computing_keys_allocates_nothing()
    {
        var chain = new BlockChain(Scope);
        var tokens = new int[4096];
        var keys = new BlockKey[256];
        chain.Compute(tokens, keys);

        var before = GC.GetAllocatedBytesForCurrentThread();
        chain.Compute(tokens, keys);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static BlockKey[] Keys(BlockChain chain, ReadOnlySpan<int> tokens)
    {
        var keys = new BlockKey[chain.FullBlocks(tokens.Length)];
        chain.Compute(tokens, keys);
        return keys;
    }
}
