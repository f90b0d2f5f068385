namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>
/// Runs an automaton byte by byte, and remembers what follows what: an automaton without choices that is built where it is
/// used. What is remembered is bounded and dropped as a whole; that changes speed, never results. Not thread-safe.
/// </summary>
internal sealed class Stepper
{
    private const int ConfigurationBytes = 160;
    private const int ItemBytes = 16;
    private const int ReturnPointBytes = 120;
    private const int Unshared = -1;
    private readonly Automaton _automaton;
    private readonly Closure _closure;
    private readonly int _cacheBytesMax;
    private readonly HashSet<Configuration> _known = new(ConfigurationComparer.Instance);
    private long _bytes;
    private int _generation;

    public Stepper(Automaton automaton, StructuredOutputLimits limits)
    {
        _automaton = automaton;
        _closure = new Closure(automaton, limits.DocumentDepthMax);
        _cacheBytesMax = limits.StepCacheBytesMax;
        Start = StartAt(automaton.StartOf(automaton.Root));
    }

    public Automaton Automaton => _automaton;

    /// <summary>Before the first byte.</summary>
    public Configuration Start { get; private set; }

    private bool IsFull => _bytes + ((long)_closure.ReturnPoints * ReturnPointBytes) > _cacheBytesMax;

    /// <summary>The state alone, as if the document ended with its rule.</summary>
    public Configuration StartAt(int state) => Close([new Item(state, _closure.Bottom)]);

    /// <summary>What goes on after everything that returns to a point.</summary>
    public Configuration After(ReturnPoint point) => Close(point.Callers);

    /// <summary>A part of what is going on.</summary>
    public Configuration Part(Item[] items) => Share(new Configuration(items, false, _closure.FirstBytes(items), _generation));

    /// <summary>Follows one byte; null when it may not come next.</summary>
    public Configuration? Next(Configuration current, byte value)
    {
        if (!current.First.Contains(value))
        {
            return null;
        }

        int index = _automaton.Classes.Of(value);
        return current.Next?[index] ?? Step(current, value, index);
    }

    /// <summary>Drops what is remembered if it has grown too large; returns the same configuration in the present filling.</summary>
    public Configuration Refresh(Configuration current)
    {
        if (IsFull)
        {
            _known.Clear();
            _closure.Forget();
            _bytes = 0;
            _generation++;
            Start = StartAt(_automaton.StartOf(_automaton.Root));
        }

        return current.Generation == _generation
            ? current
            : Share(new Configuration(current.Items.ToArray(), current.IsAccepting, current.First, _generation));
    }

    /// <summary>Remembers a mask.</summary>
    public void Remember(Configuration configuration, ReadOnlySpan<ulong> mask)
    {
        if (configuration.Generation == _generation && !IsFull)
        {
            configuration.Mask = mask.ToArray();
            Account(mask.Length * sizeof(ulong));
        }
    }

    /// <summary>Counts memory that others keep for this automaton.</summary>
    public void Account(long bytes) => _bytes += bytes;

    private Configuration Step(Configuration current, byte value, int index)
    {
        foreach (Item item in current.Items)
        {
            foreach (Edge edge in _automaton.EdgesOf(item.State))
            {
                if (edge.Rule == Edge.OverByte && edge.Low <= value && value <= edge.High)
                {
                    _closure.Seed(item with { State = edge.Target });
                }
            }
        }

        Configuration next = Share(_closure.Finish(_generation));
        if (current.Generation == _generation && next.Generation == _generation)
        {
            Link(current, index, next);
        }

        return next;
    }

    private void Link(Configuration current, int index, Configuration next)
    {
        if (current.Next is null)
        {
            current.Next = new Configuration[_automaton.Classes.Count];
            Account(_automaton.Classes.Count * sizeof(long));
        }

        current.Next[index] = next;
    }

    private Configuration Close(ReadOnlySpan<Item> seeds)
    {
        foreach (Item item in seeds)
        {
            _closure.Seed(item);
        }

        return Share(_closure.Finish(_generation));
    }

    /// <summary>The known configuration with the same content. A full cache takes in no more, and nothing is linked to what it lacks.</summary>
    private Configuration Share(Configuration made)
    {
        if (_known.TryGetValue(made, out Configuration? known))
        {
            return known;
        }

        if (IsFull)
        {
            return new Configuration(made.Items.ToArray(), made.IsAccepting, made.First, Unshared);
        }

        _known.Add(made);
        Account(ConfigurationBytes + (made.Items.Length * ItemBytes));
        return made;
    }
}
