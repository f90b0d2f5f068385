using System.Text.Json;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Traces;

/// <summary>
/// Mooncake's traces: a JSON object per line with <c>timestamp</c> (ms), <c>input_length</c>, <c>output_length</c> and <c>hash_ids</c>, one
/// per 512 tokens, the last one for what is left over.
/// </summary>
public static class MooncakeTrace
{
    public const int BlockTokens = 512;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads a file.</summary>
    /// <exception cref="ReplayException">A line cannot be read; the message names it.</exception>
    public static Trace Read(string path)
    {
        List<TraceRequest> requests = [];
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0)
            {
                requests.Add(Parse(path, number, line));
            }
        }

        return new Trace("Mooncake " + Path.GetFileNameWithoutExtension(path).Replace("mooncake-", "", StringComparison.Ordinal), BlockTokens, requests);
    }

    private static TraceRequest Parse(string path, int number, string line)
    {
        try
        {
            Row row = JsonSerializer.Deserialize<Row>(line, Json) ?? throw new JsonException("it is null");
            return row.InputLength >= 1 && row.OutputLength >= 0 && row.Timestamp >= 0 && row.HashIds.Length >= row.InputLength / BlockTokens
                ? new TraceRequest(row.Timestamp / 1000.0, row.InputLength, Math.Max(1, row.OutputLength), Blocks(row))
                : throw new JsonException("its figures do not fit together");
        }
        catch (JsonException fault)
        {
            throw new ReplayException($"{path}:{number} is no row of a Mooncake trace: {fault.Message}.");
        }
    }

    // A partial block is never reused.
    private static BlockKey[] Blocks(Row row) =>
        [.. row.HashIds.Take(row.InputLength / BlockTokens).Select(id => BlockNames.Of(0, id))];

    private sealed record Row(double Timestamp, int InputLength, int OutputLength, ulong[] HashIds);
}
