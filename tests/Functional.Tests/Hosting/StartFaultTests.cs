using InferenceGateway.Hosting;
using InferenceGateway.Standalone;

namespace InferenceGateway.Functional.Tests.Hosting;

/// <summary>What keeps the program from starting is told in plain lines, all of it at once.</summary>
public sealed class StartFaultTests
{
    [Fact]
    public void Faults_of_all_parts_are_told_together()
    {
        string[] settings =
        [
            "--Worker:Slots=0", "--Worker:Threads=-3", "--Gateway:Api:Port=99999", "--Gateway:Disaggregation:Policy=Sometimes", "--KvListener:StallSeconds=0",
        ];
        AggregateException fault = Assert.Throws<AggregateException>(
            () => StandaloneCluster.Create(new StandaloneOptions { PrefillWorkers = 99 }, settings));

        Assert.Equal(
            [
                "Standalone:PrefillWorkers is '99'; it must lie between 0 and 64.",
                "Gateway:Api:Port is '99999'; it must lie between 0 and 65535.",
                "Gateway:Disaggregation:Policy is 'Sometimes'; it must be one of Never, WhenUseful, Require.",
                "Worker:Slots is '0'; it must lie between 1 and 1024.",
                "Worker:Threads is '-3'; it must lie between 0 and 1024.",
                "KvListener:StallSeconds is '0'; it must lie between 0.05 and 3600.",
            ],
            HostRunner.StartFaults(fault));
    }

    [Fact]
    public void Unservable_model_folder_is_told_by_what_is_missing()
    {
        string folder = Directory.CreateTempSubdirectory("model").FullName;
        try
        {
            AggregateException fault = Assert.Throws<AggregateException>(
                () => StandaloneCluster.Create(new StandaloneOptions(), [$"--Worker:Model={folder}"]));

            Assert.Equal([$"The model folder '{folder}' has neither genai_config.json nor config.json."], HostRunner.StartFaults(fault));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
