using InferenceGateway.Overload.Measuring;

namespace InferenceGateway.EngineSimulator.Tests.Overload;

public sealed class MetricsTextTests
{
    private const string Labels = "model=\"m\"";

    [Fact]
    public void Series_has_its_value_and_an_absent_one_none()
    {
        MetricsText page = new("# HELP depth Requests.\n# TYPE depth gauge\ndepth{model=\"a b\"} 3.5\nplain 1e-05\n");

        Assert.Equal((3.5, 1e-5, 0), (page["depth{model=\"a b\"}"], page["plain"], page["none"]));
    }

    [Fact]
    public void Histogram_is_read_between_two_pages_and_without_other_labels()
    {
        MetricsText before = new(Page(1, 5, 6));
        MetricsText after = new(Page(1, 15, 26) + "wait_bucket{model=\"other\",le=\"1\"} 99\n");
        BucketCounts waits = after.Observed(before, "wait", Labels);

        Assert.Equal([(1, 0), (2, 10), (double.PositiveInfinity, 20)], waits.Buckets);
        Assert.Equal(1.5, waits.Quantile(0.25, most: 100));
        Assert.Equal(3, waits.Quantile(0.75, most: 4));
    }

    [Fact]
    public void Quantile_of_nothing_is_unknown()
    {
        MetricsText page = new(Page(1, 2, 3));

        Assert.Null(page.Observed(page, "wait", Labels).Quantile(0.5, most: 1));
        Assert.Null(page.Observed(page, "absent", Labels).Quantile(0.5, most: 1));
    }

    private static string Page(int one, int two, int all) =>
        $"wait_bucket{{{Labels},le=\"1\"}} {one}\nwait_bucket{{{Labels},le=\"2\"}} {two}\nwait_bucket{{{Labels},le=\"+Inf\"}} {all}\nwait_count{{{Labels}}} {all}\n";
}
