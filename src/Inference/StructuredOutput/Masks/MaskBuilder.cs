using System.Numerics.Tensors;
using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Schemas;

namespace InferenceGateway.Inference.StructuredOutput.Masks;

/// <summary>
/// Finds the tokens that may come next by walking the token trie along with the automaton. Inside texts nearly every token may
/// come, so what holds there whatever stands around the text is found once per state; only tokens that reach past the text's
/// end are then looked at again. Not thread-safe.
/// </summary>
internal sealed class MaskBuilder(TokenVocabulary vocabulary, Stepper stepper, StructuredOutputLimits limits)
{
    private readonly TokenTrie _trie = vocabulary.Trie;
    private readonly int _characterStart = stepper.Automaton.StartOf(JsonRules.Character);
    private readonly Configuration[] _path = new Configuration[vocabulary.Trie.Depth + 1];
    private readonly Dictionary<int, TextWalk> _texts = [];
    private int _textsGeneration;
    private int _work;

    /// <summary>Sets the bits of the allowed tokens; the others are cleared.</summary>
    public void Fill(Configuration current, Span<ulong> mask)
    {
        mask.Clear();
        _work = limits.MaskWorkMax;
        SetStops(current, mask);
        SetFirstBytes(current, mask);
        if (!HasTexts(current))
        {
            Walk(0, _trie.Nodes.Length, current, mask, null);
            return;
        }

        WalkOthers(current, mask);
        foreach (Item item in current.Items)
        {
            if (IsCounted(item))
            {
                AddCounted(item.Return, mask);
            }
            else if (stepper.Automaton.IsWide(item.State))
            {
                AddText(item, current.Generation, mask);
            }
        }
    }

    private void SetStops(Configuration current, Span<ulong> mask)
    {
        if (current.IsAccepting)
        {
            foreach (int token in vocabulary.StopTokens)
            {
                mask[token >> 6] |= 1UL << token;
            }
        }
    }

    /// <summary>Whatever the work allows, the next byte can always be written.</summary>
    private void SetFirstBytes(Configuration current, Span<ulong> mask)
    {
        TrieNode[] nodes = _trie.Nodes;
        for (int i = 0; i < nodes.Length; i = nodes[i].End)
        {
            if (current.First.Contains(nodes[i].Value))
            {
                _trie.SetTokens(nodes[i].Token, mask);
            }
        }
    }

    private bool HasTexts(Configuration current)
    {
        foreach (Item item in current.Items)
        {
            if (IsText(item))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsText(Item item) => stepper.Automaton.IsWide(item.State) || IsCounted(item);

    /// <summary>Whether this is before a character of a string of bounded length.</summary>
    private bool IsCounted(Item item) =>
        item.State == _characterStart && Array.TrueForAll(item.Return.Callers, caller => stepper.Automaton.TryGetCount(caller.State, out _));

    private void WalkOthers(Configuration current, Span<ulong> mask)
    {
        var others = new List<Item>(current.Items.Length);
        foreach (Item item in current.Items)
        {
            if (!IsText(item))
            {
                others.Add(item);
            }
        }

        if (others.Count > 0)
        {
            Walk(0, _trie.Nodes.Length, stepper.Part([.. others]), mask, null);
        }
    }

    private void AddCounted(ReturnPoint afterCharacter, Span<ulong> mask)
    {
        StringTokens tokens = vocabulary.StringTokens ??= StringTokens.Build(_trie, stepper, vocabulary.MaskLength);
        foreach (Item caller in afterCharacter.Callers)
        {
            _ = stepper.Automaton.TryGetCount(caller.State, out CharacterCount count);
            TensorPrimitives.BitwiseOr(mask, tokens.Within(count.Left), mask);
            Configuration after = stepper.After(caller.Return);
            foreach (StringExit exit in tokens.Exits)
            {
                if (exit.Characters > 0 && exit.Characters >= count.Needed && exit.Characters <= count.Left)
                {
                    TrieNode node = _trie.Nodes[exit.Node];
                    _trie.SetTokens(node.Token, mask);
                    Walk(exit.Node + 1, node.End, after, mask, null);
                }
            }
        }
    }

    private void AddText(Item item, int generation, Span<ulong> mask)
    {
        if (_work < 0)
        {
            return;
        }

        TextWalk text = TextAt(item.State, generation);
        _work -= text.Work;
        if (_work < 0)
        {
            return;
        }

        TensorPrimitives.BitwiseOr(mask, text.Mask, mask);
        Configuration after = stepper.After(item.Return);
        foreach (int exit in text.Exits)
        {
            Walk(exit + 1, _trie.Nodes[exit].End, after, mask, null);
        }
    }

    private TextWalk TextAt(int state, int generation)
    {
        if (state < JsonRules.CommonStates)
        {
            return vocabulary.CommonTexts.GetOrAdd(state, static (key, self) => self.WalkText(key, int.MaxValue) with { Work = 0 }, this);
        }

        if (generation > _textsGeneration)
        {
            _texts.Clear();
            _textsGeneration = generation;
        }

        if (!_texts.TryGetValue(state, out TextWalk? text))
        {
            text = WalkText(state, limits.MaskWorkMax);
            _texts.Add(state, text);
            stepper.Account((text.Mask.Length * sizeof(ulong)) + (text.Exits.Length * sizeof(int)));
        }

        return text;
    }

    private TextWalk WalkText(int state, int workMax)
    {
        int left = _work;
        _work = workMax;
        var mask = new ulong[vocabulary.MaskLength];
        var exits = new List<int>();
        Walk(0, _trie.Nodes.Length, stepper.StartAt(state), mask, exits);
        int work = workMax - _work;
        _work = left;
        return new TextWalk(mask, [.. exits], work);
    }

    private void Walk(int from, int end, Configuration start, Span<ulong> mask, List<int>? exits)
    {
        if (from >= end)
        {
            return;
        }

        TrieNode[] nodes = _trie.Nodes;
        _path[nodes[from].Depth] = start;
        for (int i = from; i < end && _work >= 0;)
        {
            ref readonly TrieNode node = ref nodes[i];
            Configuration? next = stepper.Next(_path[node.Depth], node.Value);
            if (next is null)
            {
                _work--;
                i = node.End;
                continue;
            }

            _work -= 2 + next.Items.Length;
            _path[node.Depth + 1] = next;
            _trie.SetTokens(node.Token, mask);
            if (exits is not null && next.IsAccepting && node.End > i + 1)
            {
                exits.Add(i);
            }

            i++;
        }
    }
}
