namespace InferenceGateway.Replay.Reports;

/// <summary>Panels side by side under a title.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Subtitle">Under which conditions.</param>
/// <param name="Panels">From left to right.</param>
/// <param name="Legend">Colours and what they stand for; empty for none.</param>
internal sealed record Figure(string Title, string Subtitle, IReadOnlyList<Panel> Panels, IReadOnlyList<(string Name, string Colour)> Legend)
{
    private const double Margin = 24;
    private const double Head = 48;
    private const double SubtitleLine = 18;
    private const double SubtitleLetter = 7;
    private const double LegendLine = 26;

    // Distinguishable for colour-blind eyes (Okabe and Ito).
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#6b7280"];

    public static string Colour(int number) => Colours[number % Colours.Length];

    /// <summary>Draws it.</summary>
    public string Draw()
    {
        double width = (2 * Margin) + Panels.Sum(panel => panel.Width);
        string[] lines = [.. Wrapped(Subtitle, (int)((width - (2 * Margin)) / SubtitleLetter))];
        double head = Head + (lines.Length * SubtitleLine);
        double top = head + (Legend.Count > 0 ? LegendLine : 0);
        double high = Panels.Max(panel => panel.Height);
        Svg svg = new(width, top + high + Margin);
        svg.Text(Margin, 32, Title, 18, bold: true);
        for (int at = 0; at < lines.Length; at++)
        {
            svg.Text(Margin, 53 + (at * SubtitleLine), lines[at], 12.5, colour: Svg.Quiet);
        }

        DrawLegend(svg, head);
        double left = Margin;
        foreach (Panel panel in Panels)
        {
            panel.Draw(svg, left, top, high);
            left += panel.Width;
        }

        return svg.ToString();
    }

    private static IEnumerable<string> Wrapped(string text, int letters)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > letters)
            {
                yield return line;
                line = "";
            }

            line += (line.Length > 0 ? " " : "") + word;
        }

        yield return line;
    }

    private void DrawLegend(Svg svg, double head)
    {
        double left = Margin;
        foreach ((string name, string colour) in Legend)
        {
            svg.Line(left, head + 8, left + 20, head + 8, colour, 3);
            svg.Text(left + 26, head + 12, name, 12);
            left += 44 + (name.Length * 6.6);
        }
    }
}

/// <summary>One diagram of a figure.</summary>
internal abstract class Panel
{
    public abstract double Width { get; }

    public abstract double Height { get; }

    /// <summary>Draws it into the rectangle that begins there.</summary>
    public abstract void Draw(Svg svg, double left, double top, double height);
}
