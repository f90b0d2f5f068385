namespace InferenceGateway.Inference.StructuredOutput.Masks;

/// <summary>One byte of a token in a <see cref="TokenTrie"/>.</summary>
/// <param name="End">Index of the first node after this one and all that continue it.</param>
/// <param name="Token">First token that ends here; -1 for none.</param>
/// <param name="Depth">Bytes before this one.</param>
/// <param name="Value">The byte.</param>
internal readonly record struct TrieNode(int End, int Token, ushort Depth, byte Value);

/// <summary>
/// The tokens of a vocabulary by their bytes, shared prefixes once. Nodes stand in the order of a depth-first walk, so that a
/// walk is a scan and leaving out a subtree is a jump.
/// </summary>
internal sealed class TokenTrie
{
    private TokenTrie(TrieNode[] nodes, int[] sameBytes, int depth)
    {
        Nodes = nodes;
        SameBytes = sameBytes;
        Depth = depth;
    }

    public TrieNode[] Nodes { get; }

    /// <summary>For a token the next one with the same bytes; -1 for none.</summary>
    public int[] SameBytes { get; }

    /// <summary>Length of the longest token, in bytes.</summary>
    public int Depth { get; }

    public static TokenTrie Build(List<(byte[] Bytes, int Token)> tokens, int vocabularySize)
    {
        tokens.Sort(static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes) is var order and not 0 ? order : b.Token.CompareTo(a.Token));
        int[] sameBytes = new int[vocabularySize];
        Array.Fill(sameBytes, -1);
        var nodes = new List<TrieNode>(tokens.Count * 2);
        var open = new List<int>();
        byte[] previous = [];
        foreach ((byte[] bytes, int token) in tokens)
        {
            int shared = previous.AsSpan().CommonPrefixLength(bytes);
            Close(nodes, open, shared);
            for (int depth = shared; depth < bytes.Length; depth++)
            {
                open.Add(nodes.Count);
                nodes.Add(new TrieNode(0, -1, (ushort)depth, bytes[depth]));
            }

            sameBytes[token] = nodes[open[^1]].Token;
            nodes[open[^1]] = nodes[open[^1]] with { Token = token };
            previous = bytes;
        }

        Close(nodes, open, 0);
        return new TokenTrie([.. nodes], sameBytes, tokens.Count == 0 ? 0 : tokens.Max(static t => t.Bytes.Length));
    }

    /// <summary>Sets the bits of a token and of those with the same bytes; -1 sets none.</summary>
    public void SetTokens(int token, Span<ulong> mask)
    {
        for (; token >= 0; token = SameBytes[token])
        {
            mask[token >> 6] |= 1UL << token;
        }
    }

    private static void Close(List<TrieNode> nodes, List<int> open, int depth)
    {
        for (int i = open.Count - 1; i >= depth; i--)
        {
            nodes[open[i]] = nodes[open[i]] with { End = nodes.Count };
        }

        open.RemoveRange(depth, open.Count - depth);
    }
}
