using System.Globalization;

namespace InferenceGateway.Replay.Reports;

/// <summary>Maps values to pixels, and knows where to put ticks.</summary>
/// <param name="Title">What is measured, with its unit.</param>
/// <param name="Least">Value at the axis' beginning; above 0 if logarithmic.</param>
/// <param name="Most">Value at its end.</param>
/// <param name="Logarithmic">Equal distances are equal ratios.</param>
/// <param name="Only">The only values that get a tick; null for round numbers.</param>
/// <param name="Names">What these values are called; null for their numbers.</param>
internal sealed record Axis(
    string Title, double Least, double Most, bool Logarithmic = false, IReadOnlyList<double>? Only = null, IReadOnlyList<string>? Names = null)
{
    private const int TicksWanted = 5;

    /// <summary>An axis from 0, or from the decade below the least, that holds all values.</summary>
    public static Axis Holding(string title, IEnumerable<double> values, bool logarithmic = false)
    {
        double[] all = [.. values.Where(value => double.IsFinite(value) && (!logarithmic || value > 0)).DefaultIfEmpty(1)];
        double most = all.Max();
        return logarithmic
            ? new Axis(title, Round(all.Min() * 0.85, up: false), Round(most * 1.15, up: true), true)
            : new Axis(title, 0, most <= 0 ? 1 : most * 1.12);
    }

    /// <summary>Place of a value, 0 at the beginning to 1 at the end.</summary>
    public double At(double value)
    {
        double place = Logarithmic
            ? Math.Log(Math.Max(value, Least) / Least) / Math.Log(Most / Least)
            : (value - Least) / (Most - Least);
        return Math.Clamp(place, 0, 1);
    }

    /// <summary>Values that get a tick, and their labels.</summary>
    public IEnumerable<(double Value, string Label)> Ticks() =>
        (Only ?? (Logarithmic ? Decades() : Steps())).Select((value, at) => (value, Names is null ? Label(value) : Names[at]));

    private static string Label(double value) => value switch
    {
        0 => "0",
        >= 10_000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    // 1, 2 and 5 of each decade.
    private static double Round(double value, bool up)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double[] round = [1, 2, 5, 10];
        return decade * (up ? round.First(step => step * decade >= value) : round.Last(step => step * decade <= value));
    }

    private IEnumerable<double> Decades()
    {
        bool wide = Most / Least > 300;
        for (double decade = Math.Pow(10, Math.Floor(Math.Log10(Least))); decade <= Most * 1.001; decade *= 10)
        {
            foreach (double step in wide ? [1] : (double[])[1, 2, 5])
            {
                if (step * decade >= Least * 0.999 && step * decade <= Most * 1.001)
                {
                    yield return step * decade;
                }
            }
        }
    }

    private IEnumerable<double> Steps()
    {
        double step = Round((Most - Least) / TicksWanted, up: true);
        for (int at = 0; Least + (at * step) <= Most * 1.0001; at++)
        {
            yield return Least + (at * step);
        }
    }
}
