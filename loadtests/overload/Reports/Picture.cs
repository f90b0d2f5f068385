using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Measuring;
using InferenceGateway.Replay.Reports;

namespace InferenceGateway.Overload.Reports;

/// <summary>A run over time: who waits, who is served, and how soon.</summary>
public static class Picture
{
    private const double Left = 76;
    private const double Plot = 880;
    private const double Right = 60;
    private const double Head = 62;

    // Tokens are counted when an answer ends, so they come in lumps: their rate is a mean of so many seconds.
    private const int RateSeconds = 5;

    // Of tenants whose latency nobody promised, so many answers show the same as thousands.
    private const int DotsMax = 300;

    // Distinguishable for colour-blind eyes (Okabe and Ito).
    private static readonly string[] Colours = ["#d55e00", "#0072b2", "#56b4e9", "#6b7280"];

    /// <summary>Draws it as SVG.</summary>
    public static string Draw(OverloadResult result)
    {
        Axis across = new("seconds", 0, Math.Max(1, result.Samples.Count == 0 ? result.Settings.Seconds : result.Samples[^1].At));
        double end = result.Settings.Seconds;
        TimePanel[] panels =
        [
            new("Requests that wait; the load ends at the upright line", across, [.. Depths(result)], end),
            new("Tokens served per second; dotted: what each tenant is due", across, [.. Rates(result)], end),
            new("Seconds to the first token: all answers to high priority, some to others", across, [.. FirstTokens(result)], end, (result.Settings.SloSeconds, "SLO")),
        ];
        Svg svg = new(Left + Plot + Right, Head + (panels.Length * TimePanel.Height) + 16);
        svg.Text(Left, 28, "Overload", 18, bold: true);
        svg.Text(Left, 48, Tables.Heading(result), 12.5, colour: Svg.Quiet);
        for (int at = 0; at < panels.Length; at++)
        {
            panels[at].Draw(svg, Left, Head + (at * TimePanel.Height), Plot);
        }

        svg.Text(Left + Plot, Head + (panels.Length * TimePanel.Height) + 6, "seconds", 11.5, "end", Svg.Quiet);
        return svg.ToString();
    }

    private static IEnumerable<Trail> Depths(OverloadResult result)
    {
        (RequestPriority Priority, string Colour)[] lines = [(RequestPriority.High, Colours[0]), (RequestPriority.Normal, Colours[1]), (RequestPriority.Low, Colours[3])];
        return lines.Select(line => new Trail(
            $"{line.Priority}".ToLowerInvariant(), line.Colour, [.. result.Samples.Select(sample => (sample.At, sample.Depth[(int)line.Priority]))]));
    }

    private static IEnumerable<Trail> Rates(OverloadResult result)
    {
        double seconds = result.Settings.Seconds - result.Settings.SettlingSeconds;
        return result.Tenants.Select((tenant, at) => new Trail(tenant.Plan.Id, Colours[at], [.. Rate(result.Samples, at)], Due: tenant.Due / seconds));
    }

    private static IEnumerable<(double At, double TokensPerSecond)> Rate(IReadOnlyList<Sample> samples, int tenant)
    {
        for (int at = RateSeconds; at < samples.Count; at++)
        {
            (Sample from, Sample to) = (samples[at - RateSeconds], samples[at]);
            yield return ((from.At + to.At) / 2, (to.TenantTokens[tenant] - from.TenantTokens[tenant]) / (to.At - from.At));
        }
    }

    // The high priority lies above all others.
    private static IEnumerable<Trail> FirstTokens(OverloadResult result) => result.Tenants.Select((tenant, at) => new Trail(
        tenant.Plan.Id,
        Colours[at],
        [.. Thin([.. result.Outcomes.Where(outcome => outcome.Served && outcome.Arrival.Tenant == at)], tenant.Plan.Priority).Select(Dot)],
        Dots: true)).Reverse();

    private static IEnumerable<Outcome> Thin(IReadOnlyCollection<Outcome> served, RequestPriority priority)
    {
        int every = priority == RequestPriority.High ? 1 : 1 + (served.Count / DotsMax);
        return served.Where((_, number) => number % every == 0);
    }

    private static (double At, double Seconds) Dot(Outcome served) => (served.Arrival.At + served.FirstToken!.Value, served.FirstToken.Value);
}
