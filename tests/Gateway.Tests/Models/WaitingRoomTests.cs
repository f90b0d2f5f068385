using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace InferenceGateway.Gateway.Tests.Models;

/// <summary>Pools without a worker, as clients of the real gateway meet them.</summary>
public sealed class WaitingRoomTests
{
    private static readonly (string Key, string Value) _long = ("Gateway:FlowControl:WaitForWorkers", "00:01:00");
    private static readonly (string Key, string Value)[] _route =
        [("Gateway:Routing:Routes:0:Name", "chat"), ("Gateway:Routing:Routes:0:Models:0", "chat"), ("Gateway:Routing:Routes:0:Targets:0:Model", "m")];

    [Fact]
    public async Task Route_whose_pool_has_no_worker_waits_for_its_first_one()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Never", [.. _route, _long]);

        Task<HttpResponseMessage> waiting = gateway.PostAsync("""{"model":"chat","messages":[]}""");
        await WaitsAsync(gateway);
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url));

        await AssertServedByAsync("d1", waiting);
    }

    [Fact]
    public async Task Model_that_had_workers_waits_for_its_next_one()
    {
        await using StandInWorker next = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(_long);
        await AssertServedByAsync("d1", gateway.PostAsync());

        gateway.Board.Set();
        Task<HttpResponseMessage> waiting = gateway.PostAsync();
        await WaitsAsync(gateway);
        gateway.Board.Set(WorkerBoard.Worker("d2", WorkerRole.Decode, next.Url));

        await AssertServedByAsync("d2", waiting);
    }

    [Fact]
    public async Task Wait_for_a_worker_ends_with_503_and_nobody_waits_for_an_unknown_model()
    {
        await using TestGateway gateway = await TestGateway.StartAsync("Never", [.. _route, ("Gateway:FlowControl:WaitForWorkers", "00:00:00.05")]);

        using HttpResponseMessage waited = await gateway.PostAsync("""{"model":"chat","messages":[]}""");
        using HttpResponseMessage unknown = await gateway.PostAsync();

        Assert.Equal("no_decode_worker", (await Envelope.ReadAsync(waited, 503)).Code);
        Assert.NotNull(waited.Headers.RetryAfter);
        Assert.Equal("model_not_found", (await Envelope.ReadAsync(unknown, 404)).Code);
    }

    [Fact]
    public async Task Request_that_waited_goes_to_the_worker_that_came_meanwhile()
    {
        await using StandInWorker next = await StandInWorker.StartAsync();
        // Eight slots, one place.
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(("Gateway:Saturation:RequestsPerSlot", "0.125"));
        var goOn = new TaskCompletionSource();
        gateway.Worker.Answer = async context =>
        {
            await goOn.Task.WaitAsync(TestGateway.Deadline);
            await StandInWorker.WriteUnaryAsync(context);
        };
        Task<HttpResponseMessage> first = gateway.PostAsync();
        await TestGateway.UntilAsync(() => gateway.Worker.Received.Count == 1, "the first request at the worker");
        Task<HttpResponseMessage> second = gateway.PostAsync();
        await WaitsAsync(gateway);

        gateway.Board.Set(WorkerBoard.Worker("d2", WorkerRole.Decode, next.Url));
        goOn.SetResult();

        await AssertServedByAsync("d1", first);
        await AssertServedByAsync("d2", second);
    }

    private static Task WaitsAsync(TestGateway gateway)
    {
        IAdmission admission = gateway.Services.GetRequiredService<IAdmission>();
        return TestGateway.UntilAsync(() => admission.PressureOf("m").Waiting == 1, "the request in the queue");
    }

    private static async Task AssertServedByAsync(string worker, Task<HttpResponseMessage> answer)
    {
        using HttpResponseMessage response = await answer;
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(worker, Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
    }
}
