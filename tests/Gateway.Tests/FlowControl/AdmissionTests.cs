using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Gateway.Tests.FlowControl;

public sealed class AdmissionTests
{
    [Fact]
    public async Task Request_beyond_capacity_waits_for_a_place()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 2);
        List<AdmissionPermit> running = await node.FillAsync(2);

        Task<AdmissionPermit> waiting = node.AdmitAsync();
        Assert.Equal((2, 1), (node.Pressure.Running, node.Pressure.Waiting));
        Assert.Equal(1.5, node.Pressure.Saturation);
        running[0].Dispose();

        running[0] = await Eventually.DoneAsync("the waiting request's turn", waiting);
        Assert.Equal((2, 0), (node.Pressure.Running, node.Pressure.Waiting));
        running.ForEach(permit => permit.Dispose());
    }

    [Fact]
    public async Task Permit_disposed_twice_gives_one_place_back()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 2);
        List<AdmissionPermit> running = await node.FillAsync(2);

        running[0].Dispose();
        running[0].Dispose();

        Assert.Equal((1, 100L), (node.Pressure.Running, node.Pressure.RunningTokens));
        running[1].Dispose();
    }

    [Fact]
    public async Task Request_of_more_tokens_than_are_free_waits_and_holds_smaller_ones_behind_it()
    {
        // One slot of 4096 tokens, times two.
        await using FlowNode node = await FlowNode.StartAsync(slots: 2);
        List<AdmissionPermit> running = await node.FillAsync(1, tokens: 5000);

        Task<AdmissionPermit> large = node.AdmitAsync(tokens: 4000);
        Task<AdmissionPermit> small = node.AdmitAsync(tokens: 10);
        Assert.Equal(2, node.Pressure.Waiting);
        running[0].Dispose();

        using AdmissionPermit first = await Eventually.DoneAsync("the large request's turn", large);
        using AdmissionPermit second = await Eventually.DoneAsync("the small request's turn", small);
        Assert.Equal(4010, node.Pressure.RunningTokens);
    }

    [Fact]
    public async Task Request_larger_than_the_pool_runs_alone()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 2);

        List<AdmissionPermit> running = await node.FillAsync(1, tokens: 100_000);

        Assert.Equal(1, node.Pressure.Running);
        running[0].Dispose();
    }

    [Fact]
    public async Task Full_queue_refuses_with_429_and_a_wait()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1, ("FlowControl:QueueMax", "2"));
        List<AdmissionPermit> running = await node.FillAsync(1);
        using var leave = new CancellationTokenSource();
        Task<AdmissionPermit>[] waiting = [node.AdmitAsync(leave: leave), node.AdmitAsync(leave: leave)];

        OpenAiError refusal = await RefusedAsync(() => node.AdmitAsync());
        Task<AdmissionPermit> another = node.AdmitAsync(priority: RequestPriority.High, leave: leave);

        Assert.Equal((429, "queue_full"), (refusal.Status, refusal.Body.Code));
        Assert.True(refusal.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.False(another.IsCompleted);
        await leave.CancelAsync();
        await AllCancelledAsync([.. waiting, another]);
        running[0].Dispose();
    }

    [Theory]
    [InlineData("FlowControl:QueuePerTenantMax", "1", "tenant_queue_full")]
    [InlineData("FlowControl:QueuedTokensMax", "150", "queue_full")]
    public async Task Bound_of_a_queue_refuses_the_next_request(string option, string value, string code)
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1, (option, value));
        List<AdmissionPermit> running = await node.FillAsync(1);
        using var leave = new CancellationTokenSource();
        Task<AdmissionPermit> waiting = node.AdmitAsync(leave: leave);

        OpenAiError refusal = await RefusedAsync(() => node.AdmitAsync());

        Assert.Equal((429, code), (refusal.Status, refusal.Body.Code));
        Assert.Contains($"inference_gateway_rejected_total{{model=\"m\",reason=\"{code}\"}} 1", await node.MetricsAsync(), StringComparison.Ordinal);
        await leave.CancelAsync();
        await AllCancelledAsync(waiting);
        running[0].Dispose();
    }

    [Fact]
    public async Task Wait_ends_at_the_shortest_of_its_deadlines()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1, ("FlowControl:QueueTimeout", "00:00:10"));
        List<AdmissionPermit> running = await node.FillAsync(1);
        Task<AdmissionPermit> own = node.AdmitAsync(deadline: TimeSpan.FromMilliseconds(500));
        Task<AdmissionPermit> tenants = node.AdmitAsync(new Tenant("t") { QueueTimeout = TimeSpan.FromSeconds(2) });
        Task<AdmissionPermit> gateways = node.AdmitAsync();

        foreach ((Task<AdmissionPermit> waiting, double seconds) in new[] { (own, 0.5), (tenants, 1.5), (gateways, 8) })
        {
            node.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(waiting.IsCompleted);
            node.Time.Advance(TimeSpan.FromMilliseconds(1));
            OpenAiError refusal = await RefusedAsync(() => waiting);
            Assert.Equal((429, "queue_timeout"), (refusal.Status, refusal.Body.Code));
        }

        running[0].Dispose();
    }

    [Fact]
    public async Task Deadline_that_the_measured_rate_cannot_meet_is_refused_at_once()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        Queue<Task<AdmissionPermit>> queue = new();
        AdmissionPermit running = (await node.FillAsync(1))[0];
        for (int i = 0; i < 40; i++)
        {
            queue.Enqueue(node.AdmitAsync());
        }

        // 100 tokens a second; 20 requests are left before the next one.
        for (int i = 0; i < 20; i++)
        {
            node.Time.Advance(TimeSpan.FromSeconds(1));
            running.Dispose();
            running = await Eventually.DoneAsync("the next request's turn", queue.Dequeue());
        }

        OpenAiError hopeless = await RefusedAsync(() => node.AdmitAsync(deadline: TimeSpan.FromSeconds(15)));
        queue.Enqueue(node.AdmitAsync(deadline: TimeSpan.FromSeconds(25)));

        Assert.Equal((429, "deadline_unreachable"), (hopeless.Status, hopeless.Body.Code));
        Assert.InRange(hopeless.RetryAfter!.Value.TotalSeconds, 19, 21);
        await DrainAsync(running, queue);
    }

    [Fact]
    public async Task Pool_without_workers_answers_503()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 0);

        OpenAiError refusal = await RefusedAsync(() => node.AdmitAsync());

        Assert.Equal((503, "no_decode_worker"), (refusal.Status, refusal.Body.Code));
        Assert.NotNull(refusal.RetryAfter);
    }

    [Fact]
    public async Task Waiting_room_holds_requests_until_a_worker_comes_or_time_is_up()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 0, ("FlowControl:WaitForWorkers", "00:01:00"));
        Task<AdmissionPermit> late = node.AdmitAsync();
        node.Time.Advance(TimeSpan.FromSeconds(30));
        Task<AdmissionPermit> lucky = node.AdmitAsync();
        node.Time.Advance(TimeSpan.FromSeconds(30));

        OpenAiError refusal = await RefusedAsync(() => late);
        node.SetSlots(1);

        Assert.Equal((503, "no_decode_worker"), (refusal.Status, refusal.Body.Code));
        using AdmissionPermit permit = await Eventually.DoneAsync("admission by the new worker", lucky);
        Assert.Equal(1, node.Pressure.Running);
    }

    [Fact]
    public async Task New_worker_wakes_those_who_wait_and_a_draining_one_takes_no_more()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        List<AdmissionPermit> running = await node.FillAsync(1);
        Task<AdmissionPermit> waiting = node.AdmitAsync();
        node.Board.Set([WorkerBoard.Worker("d1", WorkerRole.Decode, "http://127.0.0.1:1", slots: 1), WorkerBoard.Worker("d2", WorkerRole.Decode, "http://127.0.0.1:2", slots: 1)]);
        running.Add(await Eventually.DoneAsync("admission by the new worker", waiting));

        node.Board.Set([WorkerBoard.Worker("d1", WorkerRole.Decode, "http://127.0.0.1:1", slots: 1, draining: true)]);
        OpenAiError refusal = await RefusedAsync(() => node.AdmitAsync());

        Assert.Equal(503, refusal.Status);
        running.ForEach(permit => permit.Dispose());
    }

    [Fact]
    public async Task Cancelled_request_leaves_at_once_and_lets_those_behind_it_pass()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 2);
        List<AdmissionPermit> running = await node.FillAsync(1, tokens: 5000);
        using var leave = new CancellationTokenSource();
        Task<AdmissionPermit> large = node.AdmitAsync(tokens: 8000, leave: leave);
        Task<AdmissionPermit> small = node.AdmitAsync(tokens: 10);

        await leave.CancelAsync();

        Assert.Equal(0, node.Pressure.Waiting);
        await AllCancelledAsync(large);
        running.Add(await Eventually.DoneAsync("the small request's turn", small));
        running.ForEach(permit => permit.Dispose());
        await Assert.ThrowsAsync<OperationCanceledException>(() => node.AdmitAsync(leave: leave));
    }

    [Fact]
    public async Task Stop_answers_those_who_wait_and_lets_running_ones_end()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        List<AdmissionPermit> running = await node.FillAsync(1);
        Task<AdmissionPermit> waiting = node.AdmitAsync();

        await node.BeginStopAsync();

        OpenAiError waited = await RefusedAsync(() => waiting);
        OpenAiError late = await RefusedAsync(() => node.AdmitAsync());
        Assert.Equal((503, "stopping"), (waited.Status, waited.Body.Code));
        Assert.Equal((503, "stopping"), (late.Status, late.Body.Code));
        running[0].Dispose();
    }

    [Fact]
    public async Task Tenant_with_as_many_requests_as_it_may_have_is_refused()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        var tenant = new Tenant("t") { ConcurrentMax = 2 };
        AdmissionPermit running = await node.AdmitAsync(tenant);
        using var leave = new CancellationTokenSource();
        Task<AdmissionPermit> waiting = node.AdmitAsync(tenant, leave: leave);

        OpenAiError refusal = await RefusedAsync(() => node.AdmitAsync(tenant));
        Assert.Equal((429, "too_many_requests"), (refusal.Status, refusal.Body.Code));
        await leave.CancelAsync();
        await AllCancelledAsync(waiting);
        running.Dispose();

        using AdmissionPermit first = await node.AdmitAsync(tenant);
        Assert.Equal(1, node.Pressure.Running);
    }

    [Fact]
    public async Task Admission_without_a_wait_allocates_no_more_than_its_permit()
    {
        const int Rounds = 1000;
        await using FlowNode node = await FlowNode.StartAsync(slots: 8);
        var request = new AdmissionRequest("m", FlowNode.Anyone, RequestPriority.Normal, 100);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        long perRequest = 0;
        // The first round compiles; the second counts.
        for (int pass = 0; pass < 2; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                (await node.Admission.AdmitAsync(request, cancellation)).Dispose();
            }

            perRequest = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        }

        Assert.InRange(perRequest, 1, 96);
    }

    [Fact]
    public async Task Depth_and_waits_are_in_the_metrics()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        List<AdmissionPermit> running = await node.FillAsync(1);
        Task<AdmissionPermit> waiting = node.AdmitAsync(tokens: 70, priority: RequestPriority.High);
        string during = await node.MetricsAsync();
        node.Time.Advance(TimeSpan.FromSeconds(2));
        running[0].Dispose();
        using AdmissionPermit permit = await Eventually.DoneAsync("the waiting request's turn", waiting);
        string after = await node.MetricsAsync();

        Assert.Contains("inference_gateway_queue_depth{model=\"m\",priority=\"high\"} 1", during, StringComparison.Ordinal);
        Assert.Contains("inference_gateway_queued_prompt_tokens{model=\"m\"} 70", during, StringComparison.Ordinal);
        Assert.Contains("inference_gateway_queue_depth{model=\"m\",priority=\"high\"} 0", after, StringComparison.Ordinal);
        Assert.Contains("inference_gateway_queue_seconds_sum{model=\"m\",priority=\"high\"} 2", after, StringComparison.Ordinal);
        Assert.Contains("inference_gateway_queue_seconds_count{model=\"m\",priority=\"normal\"} 1", after, StringComparison.Ordinal);
    }

    private static async Task<OpenAiError> RefusedAsync(Func<Task> admit) =>
        (await Assert.ThrowsAsync<OpenAiException>(() => Eventually.DoneAsync("a refusal", admit()))).Error;

    private static async Task AllCancelledAsync(params Task[] waiting)
    {
        foreach (Task task in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.DoneAsync("a cancelled wait", task));
        }
    }

    private static async Task DrainAsync(AdmissionPermit running, Queue<Task<AdmissionPermit>> queue)
    {
        running.Dispose();
        while (queue.TryDequeue(out Task<AdmissionPermit>? waiting))
        {
            (await Eventually.DoneAsync("the next request's turn", waiting)).Dispose();
        }
    }
}
