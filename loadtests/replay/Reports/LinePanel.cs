namespace InferenceGateway.Replay.Reports;

/// <summary>A curve.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record Curve(string Colour, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves over one pair of axes.</summary>
/// <param name="across">The axis from left to right.</param>
/// <param name="upwards">The axis from bottom to top.</param>
/// <param name="curves">The curves.</param>
/// <param name="reference">A height to compare with, and what it is; or null.</param>
internal sealed class LinePanel(Axis across, Axis upwards, IReadOnlyList<Curve> curves, (double Value, string Name)? reference = null) : Panel
{
    private const double Plot = 330;
    private const double High = 270;
    private const double Side = 74;
    private const double Foot = 52;
    private const double Above = 16;

    public override double Width => Side + Plot + 26;

    public override double Height => Above + High + Foot;

    public override void Draw(Svg svg, double left, double top, double height)
    {
        double start = left + Side;
        double bottom = top + Above + High;
        double X(double value) => start + (Plot * across.At(value));
        double Y(double value) => bottom - (High * upwards.At(value));

        DrawAxes(svg, start, bottom, X, Y);
        if (reference is { } compared)
        {
            svg.Line(start, Y(compared.Value), start + Plot, Y(compared.Value), Svg.Ink, 1.2, "5 4");
            svg.Text(start + Plot - 4, Y(compared.Value) - 6, compared.Name, 11.5, "end");
        }

        foreach (Curve curve in curves)
        {
            (double X, double Y)[] places = [.. curve.Points.Where(point => double.IsFinite(point.Y)).Select(point => (X(point.X), Y(point.Y)))];
            svg.Path(places, curve.Colour);
            Array.ForEach(places, place => svg.Dot(place.X, place.Y, 4, curve.Colour));
        }
    }

    private void DrawAxes(Svg svg, double start, double bottom, Func<double, double> x, Func<double, double> y)
    {
        foreach ((double tick, string label) in upwards.Ticks())
        {
            svg.Line(start, y(tick), start + Plot, y(tick), Svg.Faint);
            svg.Text(start - 8, y(tick) + 4, label, 11.5, "end", Svg.Quiet);
        }

        foreach ((double tick, string label) in across.Ticks())
        {
            svg.Line(x(tick), bottom, x(tick), bottom + 5, Svg.Ink);
            svg.Text(x(tick), bottom + 19, label, 11.5, "middle", Svg.Quiet);
        }

        svg.Line(start, bottom, start + Plot, bottom, Svg.Ink);
        svg.Line(start, bottom - High, start, bottom, Svg.Ink);
        svg.Text(start + (Plot / 2), bottom + 42, across.Title, 12.5, "middle");
        svg.Text(start - 56, bottom - (High / 2), upwards.Title, 12.5, "middle", turn: -90);
    }
}
