using System.Buffers.Binary;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Prompts;

/// <summary>What must be equal for equal prompt text to mean equal KV rows.</summary>
/// <param name="Model">The served model's name, as its workers register it.</param>
/// <param name="Adapter">Name of the adapter, empty for none.</param>
/// <param name="CacheSalt">The request's <c>cache_salt</c>; keeps tenants apart; empty for none.</param>
public sealed record PromptScope(string Model, string Adapter = "", string CacheSalt = "");

/// <summary>
/// Computes the text keys of a prompt: one per full <see cref="BlockBytes"/> bytes of its JSON as the client wrote it, each covering all
/// text before it. Gateway and workers compute the same keys from the same body, so a gateway can say who holds how much of a
/// prompt without tokenizing it. Immutable; allocates nothing after its creation.
/// </summary>
public sealed class PromptChain
{
    /// <summary>
    /// Bytes of text in a block: about 32 tokens of prose, two token blocks. Smaller ones would find no more than a worker can reuse,
    /// and cost more to hash.
    /// </summary>
    public const int BlockBytes = 128;

    // First in the seed: another way to build it must not meet old keys.
    private const int SeedVersion = 1;

    private readonly BlockKey _seed;

    /// <summary>For that scope.</summary>
    public PromptChain(PromptScope scope) => _seed = SeedOf(scope);

    /// <summary>How many keys a prompt of that many bytes has.</summary>
    /// <param name="bytes">Bytes of tools and prompt together.</param>
    public static int Blocks(int bytes) => Math.Min(bytes / BlockBytes, Limits.PromptBlocksMax);

    /// <summary>Computes the keys of a prompt. Its text is the tools' followed by the prompt's, since templates put tools first.</summary>
    /// <param name="tools">The raw JSON value of <c>tools</c>; empty for none.</param>
    /// <param name="prompt">The raw JSON value of <c>messages</c>, <c>prompt</c> or <c>input</c>, brackets and quotes included.</param>
    /// <param name="keys">Takes the keys, at least as many as <see cref="Blocks"/> says.</param>
    /// <returns>How many keys were written.</returns>
    public int Compute(ReadOnlySpan<byte> tools, ReadOnlySpan<byte> prompt, Span<BlockKey> keys)
    {
        int count = Blocks(tools.Length + prompt.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(keys.Length, count, nameof(keys));
        Span<byte> border = stackalloc byte[BlockBytes];
        BlockKey key = _seed;
        for (int block = 0; block < count; block++)
        {
            keys[block] = key = BlockKey.HashAfter(key, Block(tools, prompt, block * BlockBytes, border));
        }

        return count;
    }

    /// <summary>A block where it lies; only the one that is partly tools and partly prompt is put together.</summary>
    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> tools, ReadOnlySpan<byte> prompt, int from, Span<byte> border)
    {
        if (from >= tools.Length)
        {
            return prompt.Slice(from - tools.Length, BlockBytes);
        }

        if (from + BlockBytes <= tools.Length)
        {
            return tools.Slice(from, BlockBytes);
        }

        ReadOnlySpan<byte> end = tools[from..];
        end.CopyTo(border);
        prompt[..(BlockBytes - end.Length)].CopyTo(border[end.Length..]);
        return border;
    }

    // Every text is preceded by its length, so that no two scopes run together to the same bytes.
    private static BlockKey SeedOf(PromptScope scope)
    {
        var bytes = new byte[(4 * sizeof(int)) + Encoding.UTF8.GetMaxByteCount(scope.Model.Length + scope.Adapter.Length + scope.CacheSalt.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, SeedVersion);
        int length = sizeof(int);
        foreach (string text in (ReadOnlySpan<string>)[scope.Model, scope.Adapter, scope.CacheSalt])
        {
            int written = Encoding.UTF8.GetBytes(text, bytes.AsSpan(length + sizeof(int)));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(length), written);
            length += sizeof(int) + written;
        }

        return BlockKey.Hash(bytes.AsSpan(0, length));
    }
}
