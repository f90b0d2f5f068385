using System.Globalization;

namespace InferenceGateway.Replay.Traces;

/// <summary>Finds a trace by what a user writes: a path, or <c>generated</c> with the number of conversations and their rate.</summary>
public static class TraceSource
{
    private const string Generated = "generated";

    /// <summary>Reads or makes it.</summary>
    /// <param name="text">A path to a <c>.jsonl</c> (Mooncake) or <c>.csv</c> (Azure) file, or <c>generated:conversations:perSecond</c>.</param>
    /// <param name="seed">For generated ones.</param>
    /// <exception cref="ReplayException">There is no such trace, or it cannot be read.</exception>
    public static Trace Read(string text, int seed)
    {
        Trace trace = text.StartsWith(Generated, StringComparison.Ordinal) ? Make(text, seed) : ReadFile(text);
        return trace.Requests.Count > 0 ? trace : throw new ReplayException($"The trace {text} has no request.");
    }

    private static Trace ReadFile(string path) =>
        !File.Exists(path) ? throw new ReplayException($"There is no trace {path}; give a .jsonl or .csv file, or {Generated}:1000:1.")
        : path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? AzureTrace.Read(path)
        : MooncakeTrace.Read(path);

    private static Trace Make(string text, int seed)
    {
        string[] parts = text.Split(':');
        (int conversations, double perSecond) = (1000, 1.0);
        bool good = parts[0] == Generated && parts.Length is 1 or 3;
        if (good && parts.Length == 3)
        {
            good = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out conversations)
                && double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out perSecond)
                && perSecond > 0;
        }

        return good
            ? ConversationTrace.Make(conversations, perSecond, seed)
            : throw new ReplayException($"'{text}' is no generated trace; write {Generated}:conversations:perSecond.");
    }
}
