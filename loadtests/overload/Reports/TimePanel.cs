using InferenceGateway.Replay.Reports;

namespace InferenceGateway.Overload.Reports;

/// <summary>Something drawn over time.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Points">Second and value.</param>
/// <param name="Dots">Dots in place of a line.</param>
/// <param name="Due">A height that it should have, drawn beside it; or null.</param>
internal sealed record Trail(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points, bool Dots = false, double? Due = null);

/// <summary>One wide diagram over time.</summary>
/// <param name="Title">What is shown, with its unit.</param>
/// <param name="Across">The axis of time.</param>
/// <param name="Trails">What is drawn, the uppermost last.</param>
/// <param name="End">When the load ended.</param>
/// <param name="Bound">A height to compare with, and what it is; or null.</param>
internal sealed record TimePanel(string Title, Axis Across, IReadOnlyList<Trail> Trails, double End, (double Value, string Name)? Bound = null)
{
    public const double Height = High + Above + Foot;

    private const double High = 190;
    private const double Above = 34;
    private const double Foot = 34;
    private const double LetterWidth = 6.6;
    private const double Dot = 2.8;

    /// <summary>Draws it.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="left">Where the axis of time begins.</param>
    /// <param name="top">Where the panel begins.</param>
    /// <param name="wide">Length of the axis of time.</param>
    public void Draw(Svg svg, double left, double top, double wide)
    {
        Axis upwards = Axis.Holding(Title, [.. Trails.SelectMany(trail => trail.Points.Select(point => point.Y)), Bound?.Value ?? 0]);
        double bottom = top + Above + High;
        double X(double value) => left + (wide * Across.At(value));
        double Y(double value) => bottom - (High * upwards.At(value));

        DrawHead(svg, left, top, wide);
        DrawAxes(svg, upwards, left, wide, bottom, X, Y);
        svg.Line(X(End), bottom - High, X(End), bottom, Svg.Quiet, 1, "2 3");
        foreach (Trail trail in Trails)
        {
            Draw(svg, trail, left, wide, X, Y);
        }

        if (Bound is { } bound)
        {
            svg.Line(left, Y(bound.Value), left + wide, Y(bound.Value), Svg.Ink, 1.4, "6 4");
            svg.Text(left + wide + 6, Y(bound.Value) + 4, bound.Name, 11.5);
        }
    }

    private static void Draw(Svg svg, Trail trail, double left, double wide, Func<double, double> x, Func<double, double> y)
    {
        if (trail.Due is { } due)
        {
            svg.Line(left, y(due), left + wide, y(due), trail.Colour, 1.2, "3 4");
        }

        if (!trail.Dots)
        {
            svg.Path(trail.Points.Select(point => (x(point.X), y(point.Y))), trail.Colour);
            return;
        }

        foreach ((double at, double value) in trail.Points)
        {
            svg.Rectangle(x(at) - (Dot / 2), y(value) - (Dot / 2), Dot, Dot, trail.Colour, 0.75);
        }
    }

    private void DrawHead(Svg svg, double left, double top, double wide)
    {
        svg.Text(left, top + 20, Title, 13.5, bold: true);
        double at = left + wide;
        foreach (Trail trail in Trails.Reverse())
        {
            at -= trail.Name.Length * LetterWidth;
            svg.Text(at, top + 20, trail.Name, 12);
            at -= 26;
            svg.Line(at, top + 16, at + 20, top + 16, trail.Colour, 3);
            at -= 14;
        }
    }

    private void DrawAxes(Svg svg, Axis upwards, double left, double wide, double bottom, Func<double, double> x, Func<double, double> y)
    {
        foreach ((double tick, string label) in upwards.Ticks())
        {
            svg.Line(left, y(tick), left + wide, y(tick), Svg.Faint);
            svg.Text(left - 8, y(tick) + 4, label, 11.5, "end", Svg.Quiet);
        }

        foreach ((double tick, string label) in Across.Ticks())
        {
            svg.Line(x(tick), bottom, x(tick), bottom + 5, Svg.Ink);
            svg.Text(x(tick), bottom + 19, label, 11.5, "middle", Svg.Quiet);
        }

        svg.Line(left, bottom, left + wide, bottom, Svg.Ink);
    }
}
