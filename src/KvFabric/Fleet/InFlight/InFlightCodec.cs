using System.Buffers;
using System.Globalization;
using InferenceGateway.KvFabric.Fleet.Wire;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>In-flight totals as messages and as fields of a hash. Worker ids hold no comma, so the field of the number cannot be one.</summary>
internal sealed class InFlightCodec(WorkerNumbers numbers)
{
    /// <summary>Most totals in one message.</summary>
    public const int EntriesMax = 512;

    private const string NumberField = ",";

    public static byte[] Goodbye(string gateway)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new FleetFrame(FrameKind.Goodbye, gateway, 0, 0).Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public byte[] Message(string gateway, long number, IEnumerable<(int Worker, InFlightLoad Load)> totals)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new FleetFrame(FrameKind.InFlight, gateway, 0, number).Write(buffer);
        foreach (var (worker, load) in totals)
        {
            if (numbers.IdOf(worker) is { } id)
            {
                buffer.WriteText(id);
                buffer.WriteInt64(load.Requests);
                buffer.WriteInt64(load.PrefillTokens);
                buffer.WriteInt64(load.DecodeTokens);
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the totals of a message. False if it is broken.</summary>
    public bool TryRead(ref WireReader from, out IReadOnlyList<(int Worker, InFlightLoad Load)> totals)
    {
        var read = new List<(int, InFlightLoad)>();
        while (from.Left > 0 && read.Count < EntriesMax)
        {
            Take(read, from.Text(), new InFlightLoad(from.Int64(), from.Int64(), from.Int64()));
        }

        totals = read;
        return !from.Failed && from.Left == 0;
    }

    public HashEntry[] Fields(long number, IEnumerable<(int Worker, InFlightLoad Load)> totals) =>
    [
        new HashEntry(NumberField, number),
        .. from total in totals
           let id = numbers.IdOf(total.Worker)
           where id is not null
           select new HashEntry(id, string.Create(CultureInfo.InvariantCulture, $"{total.Load.Requests} {total.Load.PrefillTokens} {total.Load.DecodeTokens}")),
    ];

    /// <summary>Reads a hash; null if it is none of ours, or gone.</summary>
    public (long Number, IReadOnlyList<(int Worker, InFlightLoad Load)> Totals)? Read(HashEntry[] fields)
    {
        long? number = null;
        var totals = new List<(int, InFlightLoad)>();
        foreach (var field in fields)
        {
            if (field.Name == NumberField)
            {
                number = field.Value.TryParse(out long written) ? written : null;
            }
            else if (TryParse(field.Value.ToString(), out var load))
            {
                Take(totals, field.Name.ToString(), load);
            }
        }

        return number is { } known ? (known, totals) : null;
    }

    private void Take(List<(int, InFlightLoad)> totals, string id, InFlightLoad load)
    {
        bool good = id.Length > 0 && load is { Requests: >= 0, PrefillTokens: >= 0, DecodeTokens: >= 0 };
        if (good && numbers.Of(id) is var worker && worker != WorkerNumbers.None)
        {
            totals.Add((worker, load));
        }
    }

    private static bool TryParse(string text, out InFlightLoad load)
    {
        load = default;
        var parts = text.Split(' ');
        bool good = parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long requests)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long prefill)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long decode)
            && (load = new InFlightLoad(requests, prefill, decode)) is var _;
        return good;
    }
}
