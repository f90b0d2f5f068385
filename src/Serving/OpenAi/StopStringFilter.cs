using System.Text;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>
/// Cuts an answer at the first stop string, also one that spans tokens, and lets out no character that could still turn out to belong
/// to one.
/// </summary>
internal sealed class StopStringFilter(IReadOnlyList<string> stops)
{
    private readonly StringBuilder _held = new();
    private readonly int _longest = stops.Count == 0 ? 0 : stops.Max(stop => stop.Length);

    /// <summary>True once a stop string was found; nothing more comes out.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next text and gives what may be shown of it and of what was held back.</summary>
    public string Push(string text)
    {
        if (_longest == 0 || Stopped)
        {
            return Stopped ? "" : text;
        }

        _held.Append(text);
        string all = _held.ToString();
        int cut = FirstStop(all);
        if (cut >= 0)
        {
            Stopped = true;
            _held.Clear();
            return all[..cut];
        }

        int safe = all.Length - HeldBack(all);
        _held.Remove(0, safe);
        return all[..safe];
    }

    /// <summary>What was held back, once no more text can come.</summary>
    public string Flush()
    {
        string rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    private int FirstStop(string text)
    {
        int first = -1;
        foreach (string stop in stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }

        return first;
    }

    /// <summary>Length of the longest end of the text that begins a stop string.</summary>
    private int HeldBack(string text)
    {
        for (int length = Math.Min(_longest - 1, text.Length); length > 0; length--)
        {
            ReadOnlySpan<char> end = text.AsSpan(text.Length - length);
            foreach (string stop in stops)
            {
                if (stop.Length > length && stop.AsSpan(0, length).SequenceEqual(end))
                {
                    return length;
                }
            }
        }

        return 0;
    }
}
