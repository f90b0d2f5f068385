using System.Globalization;

namespace InferenceGateway.Replay.Traces;

/// <summary>Azure's traces of 2023: CSV with TIMESTAMP, ContextTokens, GeneratedTokens. They say nothing of shared prefixes.</summary>
public static class AzureTrace
{
    public const int BlockTokens = 512;

    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ReplayException">A line cannot be read; the message names it.</exception>
    public static Trace Read(string path)
    {
        List<(DateTime At, int Prompt, int Output)> rows = [];
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            if (++number == 1)
            {
                Check(line.Trim() == Header, path, number, $"it must be {Header}");
            }
            else if (line.Length > 0)
            {
                rows.Add(Parse(path, number, line));
            }
        }

        DateTime start = rows.Count == 0 ? default : rows.Min(row => row.At);
        return new Trace(
            "Azure " + Path.GetFileNameWithoutExtension(path).Replace("azure-", "", StringComparison.Ordinal),
            BlockTokens,
            [.. rows.Select((row, at) => Request((row.At - start).TotalSeconds, row.Prompt, row.Output, at)).OrderBy(request => request.At)]);
    }

    private static (DateTime At, int Prompt, int Output) Parse(string path, int number, string line)
    {
        string[] parts = line.Split(',');
        Check(parts.Length == 3, path, number, "it has not three fields");
        bool good = DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, out DateTime at)
            & int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int prompt)
            & int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int output);
        Check(good, path, number, "its fields are no time and two numbers");
        return (at, Math.Max(1, prompt), Math.Max(1, output));
    }

    // Blocks that nobody shares, so that caches fill as they would.
    private static TraceRequest Request(double at, int prompt, int output, int number) => new(
        at, prompt, output, [.. Enumerable.Range(0, prompt / BlockTokens).Select(block => BlockNames.Of((ulong)number + 1, (ulong)block))]);

    private static void Check(bool good, string path, int number, string fault)
    {
        if (!good)
        {
            throw new ReplayException($"{path}:{number} is no line of an Azure trace: {fault}.");
        }
    }
}
