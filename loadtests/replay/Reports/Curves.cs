using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Reports;

/// <summary>A figure to plot.</summary>
/// <param name="Title">What it is, with its unit.</param>
/// <param name="Of">Reads it.</param>
/// <param name="Logarithmic">Whether its axis is.</param>
internal sealed record Measure(string Title, Func<RunReport, double> Of, bool Logarithmic = false);

/// <summary>Pictures of sweeps: a curve for each profile, a panel for each figure.</summary>
internal static class Curves
{
    public static readonly Measure FirstTokenMean = new("seconds to the first token, mean (log)", report => report.FirstToken.Mean, Logarithmic: true);
    public static readonly Measure FirstTokenP99 = new("seconds to the first token, p99 (log)", report => report.FirstToken.P99, Logarithmic: true);
    public static readonly Measure BetweenTokensP99 = new("milliseconds between tokens, p99", report => report.BetweenTokens.P99 * 1000);
    public static readonly Measure HitsByIdeal = new("hits, % of one ideal cache's", report => report.HitsByIdeal * 100 ?? 0);
    public static readonly Measure Kept = new("requests that kept the SLO, %", report => report.Kept * 100);
    public static readonly Measure Decision = new("microseconds per decision (log)", report => report.DecisionMicroseconds ?? 0, Logarithmic: true);

    /// <summary>Draws it.</summary>
    /// <param name="title">What is varied.</param>
    /// <param name="subtitle">Under which conditions.</param>
    /// <param name="across">The varied number's axis; its ticks are the values.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="reports">Of each profile in turn, a report for each value.</param>
    /// <param name="measures">The panels.</param>
    public static Figure Draw(string title, string subtitle, Axis across, string[] profiles, RunReport[] reports, params Measure[] measures)
    {
        double[] values = [.. across.Ticks().Select(tick => tick.Value)];
        Panel[] panels =
        [
            .. measures.Select(measure => new LinePanel(
                across,
                Axis.Holding(measure.Title, reports.Select(measure.Of), measure.Logarithmic),
                [.. profiles.Select((_, at) => new Curve(Figure.Colour(at), [.. values.Select((value, index) => (value, measure.Of(reports[(at * values.Length) + index])))]))])),
        ];
        return new Figure(title, subtitle, panels, [.. profiles.Select((name, at) => (name, Figure.Colour(at)))]);
    }

    /// <summary>An axis for numbers: logarithmic if they reach far.</summary>
    public static Axis Numbers(string name, double[] values)
    {
        bool wide = values[0] > 0 && values[^1] / values[0] >= 8;
        return wide
            ? new Axis(name + " (log)", values[0] * 0.85, values[^1] * 1.15, Logarithmic: true, values)
            : new Axis(name, Math.Max(0, values[0] - (0.06 * values[^1])), values[^1] * 1.04, Only: values);
    }

    /// <summary>An axis for cases that have names and an order, but no distance.</summary>
    public static Axis Cases(string name, string[] names) =>
        new(name, -0.3, names.Length - 0.7, Only: [.. Enumerable.Range(0, names.Length).Select(at => (double)at)], Names: names);
}
