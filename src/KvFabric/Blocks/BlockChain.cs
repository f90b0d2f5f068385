using System.Buffers.Binary;
using System.Text;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.KvFabric.Blocks;

/// <summary>What must be equal for two workers' rows of equal tokens to be equal, and for them to be shared.</summary>
/// <param name="ModelHash">Hash of graph and weights.</param>
/// <param name="TokenizerHash">Hash of the tokenizer.</param>
/// <param name="ElementType">Number format of the rows.</param>
/// <param name="BlockTokens">Tokens of a block, 1 to <see cref="BlockChain.BlockTokensMax"/>.</param>
/// <param name="Adapter">Name of the adapter, empty for none.</param>
/// <param name="CacheSalt">Keeps tenants apart; empty for none.</param>
public sealed record BlockScope(
    string ModelHash,
    string TokenizerHash,
    KvElementType ElementType,
    int BlockTokens = BlockChain.BlockTokensDefault,
    string Adapter = "",
    string CacheSalt = "");

/// <summary>
/// Computes the block keys of prompts within one scope. Immutable; allocates nothing after its creation.
/// </summary>
public sealed class BlockChain
{
    /// <summary>Tokens of a block when nothing else is said.</summary>
    public const int BlockTokensDefault = 16;

    /// <summary>Most tokens of a block.</summary>
    public const int BlockTokensMax = 256;

    // First in the seed: another way to build it must not meet old keys.
    private const int SeedVersion = 1;

    /// <summary>For that scope.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block size is out of bounds.</exception>
    public BlockChain(BlockScope scope)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scope.BlockTokens, 1, nameof(scope));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scope.BlockTokens, BlockTokensMax, nameof(scope));
        BlockTokens = scope.BlockTokens;
        Seed = SeedOf(scope);
    }

    /// <summary>Tokens of a block.</summary>
    public int BlockTokens { get; }

    /// <summary>The key before the first block.</summary>
    public BlockKey Seed { get; }

    /// <summary>
    /// How many blocks of a prompt may be taken from a cache: the full ones, but never so many that no token is left to compute,
    /// because the first answer's token comes from the last prompt token's logits.
    /// </summary>
    public int ReusableBlocks(int tokens) => Math.Max(0, (tokens - 1) / BlockTokens);

    /// <summary>How many blocks a prompt fills.</summary>
    public int FullBlocks(int tokens) => tokens / BlockTokens;

    /// <summary>Computes the keys of the first blocks of a prompt.</summary>
    /// <param name="tokens">Token ids; a block that is not full is left out.</param>
    /// <param name="keys">Takes the keys; its length bounds their number.</param>
    /// <returns>How many keys were written.</returns>
    public int Compute(ReadOnlySpan<int> tokens, Span<BlockKey> keys)
    {
        var count = Math.Min(FullBlocks(tokens.Length), keys.Length);
        var key = Seed;
        for (var block = 0; block < count; block++)
        {
            keys[block] = key = key.Next(tokens.Slice(block * BlockTokens, BlockTokens));
        }

        return count;
    }

    // Every text is preceded by its length, so that no two scopes run together to the same bytes.
    private static BlockKey SeedOf(BlockScope scope)
    {
        using var bytes = new MemoryStream();
        WriteNumber(bytes, SeedVersion);
        WriteText(bytes, scope.ModelHash);
        WriteText(bytes, scope.TokenizerHash);
        WriteNumber(bytes, (int)scope.ElementType);
        WriteNumber(bytes, KvLayout.Version);
        WriteNumber(bytes, scope.BlockTokens);
        WriteText(bytes, scope.Adapter);
        WriteText(bytes, scope.CacheSalt);
        return BlockKey.Hash(bytes.ToArray());
    }

    private static void WriteNumber(MemoryStream bytes, int number)
    {
        Span<byte> four = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(four, number);
        bytes.Write(four);
    }

    private static void WriteText(MemoryStream bytes, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        WriteNumber(bytes, utf8.Length);
        bytes.Write(utf8);
    }
}
