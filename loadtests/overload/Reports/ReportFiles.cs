using System.Text.Json;
using System.Text.Json.Serialization;
using InferenceGateway.Overload.Measuring;

namespace InferenceGateway.Overload.Reports;

/// <summary>Writes a result: the tables to the console, and tables, figures and picture to a folder.</summary>
internal static class ReportFiles
{
    private const string Name = "overload";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Writes it.</summary>
    /// <param name="folder">Where to; null for the console alone.</param>
    /// <param name="result">What.</param>
    public static void Write(string? folder, OverloadResult result)
    {
        string text = $"{Tables.Heading(result)}\n\n{Tables.Of(result)}";
        Console.Write(text);
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Name + ".md"), text);
        File.WriteAllText(Path.Combine(folder, Name + ".svg"), Picture.Draw(result));
        // Thousands of single requests are the picture's matter.
        var figures = new { result.Settings, result.Capacity, result.Tenants, result.Queues, result.Bounds, result.Promises, result.Samples };
        File.WriteAllText(Path.Combine(folder, Name + ".json"), JsonSerializer.Serialize(figures, Json) + "\n");
    }
}
