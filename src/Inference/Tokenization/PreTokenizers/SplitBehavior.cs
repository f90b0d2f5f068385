namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>What becomes of the stretches of a text that a splitter matched.</summary>
internal enum SplitBehavior
{
    /// <summary>Each match is a part of its own.</summary>
    Isolated,

    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>Neighbouring matches form one part.</summary>
    Contiguous,

    /// <summary>A match ends the part before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the part after it.</summary>
    MergedWithNext,
}

/// <summary>Forms parts of a piece from its stretches, which arrive in order and cover it.</summary>
internal struct SplitAssembler(Piece piece, SplitBehavior behavior, bool invert, List<Piece> parts)
{
    private int _start;
    private int _end;
    private bool _isOpen;
    private bool _lastMatched;

    /// <summary>Takes the stretch that ends at <paramref name="end"/>; an empty one still separates its neighbours.</summary>
    public void Add(int end, bool matched)
    {
        matched ^= invert;
        if (_isOpen && !Joins(matched))
        {
            Emit();
        }

        _end = end;
        _isOpen = true;
        _lastMatched = matched;
    }

    /// <summary>Emits what is still open.</summary>
    public void Finish() => Emit();

    private readonly bool Joins(bool matched) => behavior switch
    {
        SplitBehavior.Contiguous => matched == _lastMatched,
        SplitBehavior.MergedWithPrevious => matched && !_lastMatched,
        SplitBehavior.MergedWithNext => _lastMatched && !matched,
        _ => false,
    };

    private void Emit()
    {
        if (_start < _end && !(behavior == SplitBehavior.Removed && _lastMatched))
        {
            parts.Add(piece.Slice(_start, _end));
        }

        _start = _end;
        _isOpen = false;
    }
}
