using System.Text.Json;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.EngineSimulator.Calibration;

/// <summary>Calibrations by name: those that come along, or a file's.</summary>
public sealed class CalibrationTable
{
    private const string Resource = "InferenceGateway.EngineSimulator.Calibration.calibrations.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly EngineCalibration[] _entries;

    private CalibrationTable(EngineCalibration[] entries) => _entries = entries;

    /// <summary>The table that comes along with the program.</summary>
    public static CalibrationTable BuiltIn { get; } = ReadBuiltIn();

    /// <summary>The names, in the table's order.</summary>
    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>Reads a table: a JSON array of objects with the members of <see cref="EngineCalibration"/>.</summary>
    /// <exception cref="CalibrationException">It cannot be read, or figures in it cannot be used; the message says which.</exception>
    public static CalibrationTable Parse(string json)
    {
        EngineCalibration[] entries;
        try
        {
            entries = JsonSerializer.Deserialize<EngineCalibration[]>(json, Json) ?? [];
        }
        catch (JsonException fault)
        {
            throw new CalibrationException($"The calibration table cannot be read: {fault.Message}");
        }

        string[] faults = [.. entries.SelectMany(entry => entry.Faults())];
        return faults.Length == 0 ? new CalibrationTable(entries) : throw new CalibrationException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The calibration of that name.</summary>
    /// <exception cref="CalibrationException">There is none; the message lists the names.</exception>
    public EngineCalibration Find(string name) =>
        _entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new CalibrationException($"No calibration is called '{name}'; there are {string.Join(", ", Names)}.");

    private static CalibrationTable ReadBuiltIn()
    {
        using Stream stream = typeof(CalibrationTable).Assembly.GetManifestResourceStream(Resource)!;
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>A calibration that cannot be used; the message is for the person who wrote it.</summary>
public sealed class CalibrationException(string message) : Exception(message), IStartFault;
