using System.Diagnostics;

namespace InferenceGateway.Replay.Measuring;

/// <summary>One line that says how far a long run is: renewed on a terminal, a new one every ten seconds elsewhere.</summary>
public sealed class Progress(TextWriter? writer)
{
    private long _shown = Stopwatch.GetTimestamp();
    private bool _dirty;

    /// <summary>Says nothing.</summary>
    public static Progress Silent { get; } = new(null);

    public void Report(string what, int done, int of)
    {
        if (writer is null || Stopwatch.GetElapsedTime(_shown).TotalSeconds < (Console.IsErrorRedirected ? 10 : 0.2))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        _dirty = true;
        writer.Write($"{(Console.IsErrorRedirected ? "" : "\r")}{what}: {done} of {of} requests{(Console.IsErrorRedirected ? Environment.NewLine : "   ")}");
    }

    public void Clear()
    {
        if (_dirty && !Console.IsErrorRedirected)
        {
            writer?.Write("\r" + new string(' ', 60) + "\r");
        }

        _dirty = false;
    }
}
