using System.Globalization;
using System.Net;
using System.Text;

namespace InferenceGateway.Replay.Reports;

/// <summary>Writes a picture, shape by shape. Coordinates are pixels from the upper left corner.</summary>
internal sealed class Svg(double width, double height)
{
    public const string Ink = "#1f2430";
    public const string Faint = "#d9dce3";
    public const string Quiet = "#667085";

    private readonly StringBuilder _shapes = new();

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1, string dash = "") => Append(
        $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="{colour}" stroke-width="{thickness:0.#}"{(dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"")}/>""");

    public void Rectangle(double x, double y, double wide, double high, string colour, double opacity = 1) => Append(
        $"""<rect x="{x:0.#}" y="{y:0.#}" width="{Math.Max(0, wide):0.#}" height="{Math.Max(0, high):0.#}" fill="{colour}" fill-opacity="{opacity:0.##}"/>""");

    public void Dot(double x, double y, double radius, string colour) => Append(
        $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius:0.#}" fill="{colour}" stroke="#ffffff" stroke-width="1"/>""");

    public void Path(IEnumerable<(double X, double Y)> points, string colour) => Append(
        $"""<polyline points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")))}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"/>""");

    public void Text(double x, double y, string text, double size = 12, string anchor = "start", string colour = Ink, bool bold = false, double turn = 0) => Append(
        $"""<text x="{x:0.#}" y="{y:0.#}" font-size="{size:0.#}" text-anchor="{anchor}" fill="{colour}"{(bold ? " font-weight=\"600\"" : "")}{(turn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate({turn:0} {x:0.#} {y:0.#})\""))}>{WebUtility.HtmlEncode(text)}</text>""");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" width="{width:0}" height="{height:0}" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
        <rect width="100%" height="100%" fill="#ffffff"/>
        {_shapes}</svg>

        """);

    private void Append(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
