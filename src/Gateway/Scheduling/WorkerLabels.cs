using System.Collections.Frozen;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>A worker's labels, or the demands of a request on them.</summary>
public sealed class WorkerLabels
{
    private readonly FrozenDictionary<string, string> _values;

    private WorkerLabels(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No labels.</summary>
    public static WorkerLabels None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The value of that label, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads <c>name=value,name=value</c>.</summary>
    /// <param name="text">The text; blanks around names and values do not count, the later of two equal names wins.</param>
    /// <returns>The labels, or null when a part has no name or no equals sign.</returns>
    public static WorkerLabels? TryParse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return null;
            }

            values[part[..equals].TrimEnd()] = part[(equals + 1)..].TrimStart();
        }

        return values.Count == 0 ? None : new WorkerLabels(values);
    }

    /// <summary>True when every label of <paramref name="demands"/> is here with the same value.</summary>
    public bool Meet(WorkerLabels demands)
    {
        foreach ((string name, string value) in demands._values)
        {
            if (!_values.TryGetValue(name, out string? own) || own != value)
            {
                return false;
            }
        }

        return true;
    }
}
