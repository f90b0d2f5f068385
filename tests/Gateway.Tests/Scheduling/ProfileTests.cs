using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class ProfileTests
{
    [Fact]
    public void Built_in_profiles_are_those_documented()
    {
        Assert.Equal(
            ["default", "dynamo-cost", "least-request", "llm-d-default", "random", "round-robin", "sglang-cache-aware"],
            BuiltInProfiles.Names.Order(StringComparer.Ordinal));
        var fleet = new TestFleet("a");
        Assert.All(BuiltInProfiles.Names, name => Assert.Equal("a", fleet.Pick(fleet.With(name), TestFleet.Request(blocks: 3))));
    }

    [Fact]
    public void All_faults_of_profiles_are_told_at_once()
    {
        string[] faults = Faults(
            "--Gateway:Scheduling:Profile=mine",
            "--Gateway:Scheduling:Shadow:0=theirs",
            "--Gateway:Scheduling:Labels=zone",
            "--Gateway:Scheduling:WorkWeight=0.5",
            "--Gateway:Scheduling:Profiles:own:Decode:Filters:0=role",
            "--Gateway:Scheduling:Profiles:own:Decode:Filters:1=rolle",
            "--Gateway:Scheduling:Profiles:own:Decode:Scorers:queue=-1",
            "--Gateway:Scheduling:Profiles:own:Decode:Scorers:kv-use=NaN",
            "--Gateway:Scheduling:Profiles:own:Prefill:Scorers:luck=1",
            "--Gateway:Scheduling:Profiles:own:Prefill:Picker=first",
            "--Gateway:Scheduling:Profiles:random:Prefill:Picker=best-score");

        Assert.Equal(10, faults.Length);
        Assert.Contains(
            "Gateway:Scheduling:Profile is 'mine'; it must be one of default, dynamo-cost, least-request, llm-d-default, own, random, round-robin, sglang-cache-aware.",
            faults);
        Assert.Contains("Gateway:Scheduling:Profiles:own:Decode:Scorers:queue is '-1'; it must lie between 0 and 1000.", faults);
        Assert.Contains("Gateway:Scheduling:Profiles:own:Prefill:Picker is 'first'; it must be one of best-score, power-of-two, round-robin, weighted-random.", faults);
        Assert.Contains(faults, fault => fault.StartsWith("Gateway:Scheduling:Profiles:own:Decode:Filters:1 is 'rolle'; it must be one of adapter,", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Gateway:Scheduling:Profiles:own:Prefill:Scorers:luck is 'luck'", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_of_prediction_and_explanation_are_told()
    {
        string[] faults = Faults("--Gateway:Prediction:PrefillTokensPerSecond=0", "--Gateway:Explain:CandidatesMax=0", "--Gateway:Disaggregation:Models:m=Maybe");

        Assert.Equal(3, faults.Length);
        Assert.Contains("Gateway:Disaggregation:Models:m is 'Maybe'; it must be one of Never, WhenUseful, Require.", faults);
    }

    private static string[] Faults(params string[] args)
    {
        Exception thrown = Assert.ThrowsAny<Exception>(() => GatewayApp.Create(
            ["--Gateway:Api:Port=0", "--Gateway:Management:Port=0", .. args],
            builder => builder.Services.AddSingleton<IWorkerView>(new WorkerBoard())));
        return thrown is AggregateException several
            ? [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures)]
            : [.. Assert.IsType<OptionsValidationException>(thrown).Failures];
    }
}
