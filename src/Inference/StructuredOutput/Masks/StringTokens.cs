using System.Numerics.Tensors;
using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Schemas;

namespace InferenceGateway.Inference.StructuredOutput.Masks;

/// <summary>A trie node at which a string ends.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Characters">Characters of the string before its end.</param>
internal readonly record struct StringExit(int Node, int Characters);

/// <summary>
/// The tokens that may come inside a string, by how many characters they hold, the last perhaps in part. With them a string of
/// bounded length costs no more than a free one, though every place in it is another state.
/// </summary>
internal sealed class StringTokens
{
    private readonly ulong[][] _within;

    private StringTokens(ulong[][] within, StringExit[] exits)
    {
        _within = within;
        Exits = exits;
    }

    public StringExit[] Exits { get; }

    /// <summary>The tokens of at most so many characters that stay inside.</summary>
    public ReadOnlySpan<ulong> Within(int characters) => _within[Math.Min(characters, _within.Length - 1)];

    public static StringTokens Build(TokenTrie trie, Stepper stepper, int maskLength)
    {
        Configuration inside = stepper.Next(stepper.StartAt(stepper.Automaton.StartOf(JsonRules.String)), (byte)'"')
            ?? throw new InvalidOperationException("No string begins with a quotation mark.");
        var path = new Configuration[trie.Depth + 1];
        int[] started = new int[trie.Depth + 1];
        var exits = new List<StringExit>();
        var within = new List<ulong[]> { new ulong[maskLength] };
        path[0] = inside;
        for (int i = 0; i < trie.Nodes.Length;)
        {
            ref readonly TrieNode node = ref trie.Nodes[i];
            Configuration? next = stepper.Next(path[node.Depth], node.Value);
            if (next is null || next.IsAccepting)
            {
                AddExit(exits, next, i, started[node.Depth]);
                i = node.End;
                continue;
            }

            started[node.Depth + 1] = started[node.Depth] + (path[node.Depth].IsSame(inside) ? 1 : 0);
            path[node.Depth + 1] = next;
            AddTokens(within, trie, node.Token, started[node.Depth + 1]);
            i++;
        }

        for (int length = 1; length < within.Count; length++)
        {
            TensorPrimitives.BitwiseOr(within[length], within[length - 1], within[length]);
        }

        return new StringTokens([.. within], [.. exits]);
    }

    private static void AddExit(List<StringExit> exits, Configuration? next, int node, int characters)
    {
        if (next is not null)
        {
            exits.Add(new StringExit(node, characters));
        }
    }

    private static void AddTokens(List<ulong[]> within, TokenTrie trie, int token, int characters)
    {
        while (within.Count <= characters)
        {
            within.Add(new ulong[within[0].Length]);
        }

        trie.SetTokens(token, within[characters]);
    }
}
