namespace InferenceGateway.Replay.Reports;

/// <summary>A horizontal bar with its value behind it.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">Its length.</param>
/// <param name="Label">What stands behind it.</param>
/// <param name="Marks">Places on its line that get a mark: percentiles.</param>
/// <param name="Colour">Its colour.</param>
internal sealed record Bar(string Name, double Value, string Label, IReadOnlyList<double> Marks, string Colour);

/// <summary>Horizontal bars on one axis.</summary>
/// <param name="axis">Along the bars.</param>
/// <param name="bars">From top to bottom.</param>
/// <param name="named">True if the names stand on the left; false if a panel to the left has them.</param>
/// <param name="reference">A value to compare all with, and what it is; or null.</param>
internal sealed class BarPanel(Axis axis, IReadOnlyList<Bar> bars, bool named, (double Value, string Name)? reference = null) : Panel
{
    private const double Row = 34;
    private const double Thick = 18;
    private const double Plot = 330;
    private const double Foot = 52;
    private const double Above = 22;
    private const double LetterWidth = 7;

    private double Names => named ? 40 + (bars.Max(bar => bar.Name.Length) * 7.2) : 34;

    public override double Width => Names + Plot + 66;

    public override double Height => Above + (bars.Count * Row) + Foot;

    public override void Draw(Svg svg, double left, double top, double height)
    {
        double start = left + Names;
        double bottom = top + Above + (bars.Count * Row);
        DrawAxis(svg, start, top + Above, bottom);
        if (reference is { } compared)
        {
            double x = start + (Plot * axis.At(compared.Value));
            svg.Line(x, top + Above - 4, x, bottom, Svg.Ink, 1.4, "5 4");
            svg.Text(x, top + Above - 9, compared.Name, 11.5, "middle");
        }

        for (int at = 0; at < bars.Count; at++)
        {
            DrawBar(svg, bars[at], left, start, top + Above + ((at + 0.5) * Row));
        }
    }

    private void DrawAxis(Svg svg, double start, double top, double bottom)
    {
        foreach ((double tick, string label) in axis.Ticks())
        {
            double x = start + (Plot * axis.At(tick));
            svg.Line(x, top, x, bottom, Svg.Faint);
            svg.Text(x, bottom + 17, label, 11.5, "middle", Svg.Quiet);
        }

        svg.Line(start, top, start, bottom, Svg.Ink);
        svg.Text(start + (Plot / 2), bottom + 40, axis.Title, 12.5, "middle");
    }

    private void DrawBar(Svg svg, Bar bar, double left, double start, double middle)
    {
        double end = start + (Plot * axis.At(bar.Value));
        svg.Rectangle(start, middle - (Thick / 2), end - start, Thick, bar.Colour, 0.85);
        double furthest = end;
        if (bar.Marks.Count > 0)
        {
            double[] places = [.. bar.Marks.Select(mark => start + (Plot * axis.At(mark)))];
            svg.Line(places.Min(), middle, places.Max(), middle, Svg.Ink, 1.2);
            Array.ForEach(places, x => svg.Line(x, middle - 5, x, middle + 5, Svg.Ink, 1.4));
            furthest = Math.Max(furthest, places.Max());
        }

        // The reference line must not run through the figure.
        svg.Rectangle(furthest + 4, middle - 8, bar.Label.Length * LetterWidth, 16, "#ffffff");
        svg.Text(furthest + 7, middle + 4, bar.Label, 12);
        if (named)
        {
            svg.Text(left + Names - 10, middle + 4, bar.Name, 12.5, "end");
        }
    }
}
