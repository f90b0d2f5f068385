using InferenceGateway.TestSupport;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Tests.Directory;

public sealed class DirectoryOptionsTests
{
    [Fact]
    public async Task Faulty_options_stop_the_start_and_are_named_all_together()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => DirectoryNode.StartAsync(
            "", null, ("KeyPrefix", "a{b}"), ("LeaseSeconds", "0"), ("RenewSeconds", "7"), ("SnapshotSeconds", "-1"), ("CommandTimeoutSeconds", "NaN"), ("ForgetAfterSeconds", "-3")));

        string[] named = ["ConnectionString", "KeyPrefix", "LeaseSeconds", "RenewSeconds", "SnapshotSeconds", "CommandTimeoutSeconds", "ForgetAfterSeconds"];
        Assert.Equal(named.Length, thrown.Failures.Count());
        Assert.All(named.Zip(thrown.Failures), pair => Assert.StartsWith($"Directory:{pair.First} ", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_string_that_cannot_be_read_is_refused_without_repeating_its_password()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(
            () => DirectoryNode.StartAsync("127.0.0.1:1,password=hunter2,syncTimeout=soon"));

        Assert.DoesNotContain("hunter2", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a,b")]
    [InlineData("line\nbreak")]
    public async Task Register_of_an_unsafe_id_is_refused(string id)
    {
        await using var node = await DirectoryNode.StartAsync($"127.0.0.1:{FreePort.Next()}");

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await node.Directory.RegisterAsync(DirectoryNode.Worker(id), CancellationToken.None));
    }

    [Fact]
    public async Task Register_of_a_record_above_the_limit_is_refused()
    {
        await using var node = await DirectoryNode.StartAsync($"127.0.0.1:{FreePort.Next()}");
        var record = DirectoryNode.Worker("w") with { ApiUrl = "http://" + new string('a', Contracts.Limits.WorkerRecordBytesMax) };

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await node.Directory.RegisterAsync(record, CancellationToken.None));

        Assert.Contains($"{Contracts.Limits.WorkerRecordBytesMax}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_to_another_worker_is_refused()
    {
        await using var node = await DirectoryNode.StartAsync($"127.0.0.1:{FreePort.Next()}");
        await using var registration = await node.Directory.RegisterAsync(DirectoryNode.Worker("a"), CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await registration.UpdateAsync(DirectoryNode.Worker("b"), CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_for_a_snapshot_ends_on_cancellation()
    {
        await using var node = await DirectoryNode.StartAsync($"127.0.0.1:{FreePort.Next()}");
        using var cancellation = new CancellationTokenSource();
        var waiting = node.View.WaitForAsync(_ => false, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
