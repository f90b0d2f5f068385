using System.Text.Json;
using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Reports;

/// <summary>Writes a comparison: the table to the console, and table, figures and pictures to a folder.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it.</summary>
    /// <param name="folder">Where to; null for the console alone.</param>
    /// <param name="name">Beginning of the files' names.</param>
    /// <param name="heading">Under which conditions; first line of the table's file.</param>
    /// <param name="what">What the rows are.</param>
    /// <param name="reports">The rows.</param>
    /// <param name="figure">The picture; null for none.</param>
    public static void Write(string? folder, string name, string heading, string what, IReadOnlyList<RunReport> reports, Figure? figure)
    {
        string table = Table.Of(what, reports);
        Console.WriteLine(heading);
        Console.WriteLine();
        Console.Write(table);
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".md"), $"{heading}\n\n{table}");
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new { heading, reports }, Json) + "\n");
        if (figure is not null)
        {
            File.WriteAllText(Path.Combine(folder, name + ".svg"), figure.Draw());
        }
    }
}
