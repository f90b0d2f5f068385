using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Measuring;

namespace InferenceGateway.EngineSimulator.Tests.Overload;

public sealed class FairSharesTests
{
    [Fact]
    public void Due_is_the_demand_of_high_the_reserve_of_low_and_by_weight_the_rest()
    {
        double[] due = FairShares.Of(TenantPlan.For(times: 3), offered: [250, 900, 700, 900], served: 1000, new FlowControlOptions { LowReserve = 0.05 });

        Assert.Equal([250, 525, 175, 50], due, (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    [Fact]
    public void Due_without_low_priority_leaves_no_reserve()
    {
        TenantPlan[] tenants = [new("a", RequestPriority.Normal, 1, 2), new("b", RequestPriority.Normal, 4, 2)];

        Assert.Equal([20, 80], FairShares.Of(tenants, [500, 500], 100, new FlowControlOptions()));
    }

    [Theory]
    [InlineData(TenantPlan.TimesMin)]
    [InlineData(3)]
    [InlineData(20)]
    public void Tenants_offer_as_many_times_the_capacity_as_was_asked_for(double times)
    {
        TenantPlan[] tenants = TenantPlan.For(times);

        Assert.Equal(times, tenants.Sum(tenant => tenant.Offered), 9);
        // All but the high priority ask for more than they are due, or a share would prove nothing.
        double[] due = FairShares.Of(tenants, [250, 0, 0, 0], 1000, new FlowControlOptions());
        Assert.All(tenants.Zip(due).Where(pair => pair.First.Priority != RequestPriority.High), pair => Assert.True(pair.First.Offered * 1000 > pair.Second, pair.First.Id));
    }
}
