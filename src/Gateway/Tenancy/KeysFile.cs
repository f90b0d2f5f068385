using System.Text;
using InferenceGateway.Contracts;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Reads the file of keys. All its faults are told at once, by line, and without what the line holds.</summary>
internal static class KeysFile
{
    public static Content Read(string path, IReadOnlyCollection<string> tenants)
    {
        if (BoundedFile.Read(path, out string? fault) is not { } bytes)
        {
            return new Content([], [fault!]);
        }

        List<(byte[] Hash, string Tenant)> keys = [];
        List<string> faults = [];
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            ReadLine(lines[i], tenants, keys, out string? wrong);
            if (wrong is not null)
            {
                faults.Add($"line {i + 1} {wrong}");
            }
        }

        if (keys.Count > Limits.ApiKeysMax)
        {
            faults.Add($"it holds {keys.Count} keys and may hold {Limits.ApiKeysMax}");
        }

        return new Content(keys, faults);
    }

    private static void ReadLine(string line, IReadOnlyCollection<string> tenants, List<(byte[] Hash, string Tenant)> keys, out string? fault)
    {
        fault = null;
        string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return;
        }

        if (words.Length != 2 || !KeyHash.TryParse(words[1], out byte[] hash))
        {
            fault = "is not a tenant and 64 hex digits";
        }
        else if (!tenants.Contains(words[0]))
        {
            fault = "names a tenant that is not configured";
        }
        else
        {
            keys.Add((hash, words[0]));
        }
    }

    /// <param name="Keys">What could be read.</param>
    /// <param name="Faults">What could not.</param>
    internal sealed record Content(IReadOnlyList<(byte[] Hash, string Tenant)> Keys, IReadOnlyList<string> Faults);
}
