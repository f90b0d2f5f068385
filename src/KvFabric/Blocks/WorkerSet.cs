namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// The workers that hold one block, by number. Most blocks are held by very few workers: up to three stand in place, more take a
/// bit each. A mutable struct that lives in an array; it is never copied.
/// </summary>
internal struct WorkerSet
{
    private const int InlineMax = 3;
    private const int WordBits = 64;

    private ulong[]? _bits;
    private int _first;
    private int _second;
    private int _third;

    /// <summary>How many workers are in the set.</summary>
    public int Count { get; private set; }

    public readonly bool Contains(int worker)
    {
        if (_bits is { } bits)
        {
            var word = worker / WordBits;
            return word < bits.Length && (bits[word] >> (worker % WordBits) & 1) != 0;
        }

        return (Count > 0 && _first == worker) || (Count > 1 && _second == worker) || (Count > 2 && _third == worker);
    }

    /// <summary>False if it was in already.</summary>
    public bool Add(int worker)
    {
        if (Contains(worker))
        {
            return false;
        }

        if (_bits is null && Count == InlineMax)
        {
            Spread();
        }

        Put(worker);
        Count++;
        return true;
    }

    /// <summary>False if it was not in.</summary>
    public bool Remove(int worker)
    {
        if (!Contains(worker))
        {
            return false;
        }

        Count--;
        if (_bits is { } bits)
        {
            bits[worker / WordBits] &= ~(1UL << (worker % WordBits));
            return true;
        }

        // The last one takes the place of the one that goes.
        var last = Count switch { 0 => _first, 1 => _second, _ => _third };
        _first = _first == worker ? last : _first;
        _second = _second == worker ? last : _second;
        return true;
    }

    private void Spread()
    {
        var largest = Math.Max(_first, Math.Max(_second, _third));
        _bits = new ulong[(largest / WordBits) + 1];
        Put(_first);
        Put(_second);
        Put(_third);
    }

    private void Put(int worker)
    {
        if (_bits is null)
        {
            switch (Count)
            {
                case 0:
                    _first = worker;
                    break;
                case 1:
                    _second = worker;
                    break;
                default:
                    _third = worker;
                    break;
            }

            return;
        }

        if (worker / WordBits >= _bits.Length)
        {
            Array.Resize(ref _bits, (worker / WordBits) + 1);
        }

        _bits[worker / WordBits] |= 1UL << (worker % WordBits);
    }
}
