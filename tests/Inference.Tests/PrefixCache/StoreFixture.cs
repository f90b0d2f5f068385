using System.Runtime.InteropServices;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Tests.PrefixCache;

/// <summary>A store of small blocks, and prompts whose rows say which block they belong to.</summary>
internal sealed class StoreFixture : IDisposable
{
    public const int BlockTokens = 4;

    private static readonly KvLayout Layout = new("model", KvElementType.Float32, Layers: 2, Heads: 2, HeadSize: 2);

    private readonly BlockChain _chain = new(new BlockScope("model", "", KvElementType.Float32, BlockTokens));

    public StoreFixture(int blocks, TimeProvider? time = null, IBlockObserver? observer = null) =>
        Store = new BlockStore(Layout, BlockTokens, (long)blocks * BlockTokens * Layout.TokenBytes, observer ?? Observer, time ?? TimeProvider.System);

    public BlockStore Store { get; }

    public CacheObserver Observer { get; } = new();

    /// <summary>Tokens of a path through a tree of prompts: one number per block.</summary>
    public static int[] Tokens(params ReadOnlySpan<int> path)
    {
        int[] tokens = new int[path.Length * BlockTokens];
        for (int token = 0; token < tokens.Length; token++)
        {
            tokens[token] = (10 * path[token / BlockTokens]) + (token % BlockTokens);
        }

        return tokens;
    }

    public BlockKey[] Keys(ReadOnlySpan<int> tokens)
    {
        BlockKey[] keys = new BlockKey[tokens.Length / BlockTokens];
        _chain.Compute(tokens, keys);
        return keys;
    }

    public int Add(params ReadOnlySpan<int> path)
    {
        int[] tokens = Tokens(path);
        return Store.Add(Keys(tokens), tokens, new Rows(tokens));
    }

    public PinnedBlocks? Pin(params ReadOnlySpan<int> path)
    {
        int[] tokens = Tokens(path);
        return Store.Pin(Keys(tokens), tokens);
    }

    /// <summary>How many blocks of a path are found, all their rows compared.</summary>
    public int Found(params ReadOnlySpan<int> path)
    {
        using PinnedBlocks? pinned = Pin(path);
        if (pinned is not null)
        {
            AssertRows(pinned, Tokens(path));
        }

        return pinned?.Count ?? 0;
    }

    public static void AssertRows(IKvRowSource source, int[] tokens, int first = 0)
    {
        int count = (source as PinnedBlocks)?.Tokens - first ?? tokens.Length - first;
        byte[] actual = new byte[count * Layout.RowBytes];
        byte[] expected = new byte[actual.Length];
        for (int run = 0; run < 2 * Layout.Layers * Layout.Heads; run++)
        {
            (int layer, KvPart part, int head) = (run / (2 * Layout.Heads), (KvPart)(run / Layout.Heads % 2), run % Layout.Heads);
            source.Read(layer, part, head, first, count, actual);
            new Rows(tokens).Read(layer, part, head, first, count, expected);
            Assert.Equal(expected, actual);
        }
    }

    public void Dispose() => Store.Dispose();

    /// <summary>Every element is made of its token, layer, part and head.</summary>
    internal sealed class Rows(int[] tokens) : IKvRowSource
    {
        public KvLayout Layout => StoreFixture.Layout;

        public void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination)
        {
            Span<float> elements = MemoryMarshal.Cast<byte, float>(destination[..(count * Layout.RowBytes)]);
            for (int at = 0; at < elements.Length; at++)
            {
                elements[at] = (1000 * tokens[first + (at / Layout.HeadSize)]) + (100 * layer) + (10 * (int)part) + (2 * head) + (at % Layout.HeadSize);
            }
        }
    }
}
