using InferenceGateway.Overload.Load;

namespace InferenceGateway.EngineSimulator.Tests.Overload;

public sealed class ArrivalTests
{
    [Fact]
    public void Arrivals_come_at_their_rates_in_the_order_of_time()
    {
        Arrival[] arrivals = Arrival.Poisson([5, 50], seconds: 400, seed: 7);

        Assert.Equal(arrivals.OrderBy(arrival => arrival.At), arrivals);
        Assert.All(arrivals, arrival => Assert.InRange(arrival.At, 0, 400));
        // Four standard deviations of as many Poisson arrivals.
        Assert.InRange(arrivals.Count(arrival => arrival.Tenant == 0), 2000 - 180, 2000 + 180);
        Assert.InRange(arrivals.Count(arrival => arrival.Tenant == 1), 20_000 - 566, 20_000 + 566);
    }

    [Fact]
    public void Gaps_of_one_tenant_scatter_as_those_of_chance_do()
    {
        double[] times = [.. Arrival.Poisson([20], seconds: 500, seed: 3).Select(arrival => arrival.At)];
        double[] gaps = [.. times.Zip(times.Skip(1), (earlier, later) => later - earlier)];
        double mean = gaps.Average();

        // An exponential distribution's deviation is its mean.
        Assert.InRange(Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, 0.95, 1.05);
    }

    [Fact]
    public void Seed_decides_and_tenants_do_not_disturb_each_other()
    {
        Arrival[] first = Arrival.Poisson([5, 8], 60, seed: 1);

        Assert.Equal(first, Arrival.Poisson([5, 8], 60, seed: 1));
        Assert.NotEqual(first, Arrival.Poisson([5, 8], 60, seed: 2));
        Assert.Equal(first.Where(arrival => arrival.Tenant == 0), Arrival.Poisson([5, 80], 60, seed: 1).Where(arrival => arrival.Tenant == 0));
    }
}
