using CsCheck;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>Whatever happens in whatever order, every request gets one answer and nothing is left; disposing the node asserts the latter.</summary>
public sealed class InterleavingTests
{
    private static readonly Tenant[] _tenants =
        [.. Enumerable.Range(0, 4).Select(i => new Tenant($"t{i}") { Weight = 1 + i, ConcurrentMax = i == 3 ? 5 : 0 })];

    private enum Act
    {
        Send,
        Release,
        Cancel,
        Wait,
        Resize,
    }

    [Fact]
    public async Task Arbitrary_interleavings_leave_nothing_behind()
    {
        Gen<(Act, int)> act = Gen.Select(Gen.Frequency((6, Gen.Const(Act.Send)), (4, Gen.Const(Act.Release)), (2, Gen.Const(Act.Cancel)), (1, Gen.Const(Act.Wait)), (1, Gen.Const(Act.Resize))), Gen.Int[0, 1_000_000]);
        await act.Array[1, 200].SampleAsync(
            async acts =>
            {
                await using FlowNode node = await FlowNode.StartAsync(
                    slots: 3,
                    ("FlowControl:QueueMax", "20"),
                    ("FlowControl:QueuePerTenantMax", "10"),
                    ("FlowControl:WaitForWorkers", "00:00:05"),
                    ("FlowControl:QueueTimeout", "00:00:03"));
                var requests = new Requests(node);
                foreach ((Act what, int number) in acts)
                {
                    requests.Do(what, number);
                }

                await requests.EndAsync();
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task Storm_of_cancellations_on_many_threads_leaves_nothing_behind()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 4, ("FlowControl:QueueMax", "10000"), ("FlowControl:QueuePerTenantMax", "10000"));
        int admitted = 0;
        int cancelled = 0;
        await Eventually.DoneAsync("all requests answered", Parallel.ForEachAsync(Enumerable.Range(0, 4000), async (i, _) =>
        {
            using var leave = new CancellationTokenSource();
            Task<AdmissionPermit> request = node.AdmitAsync(_tenants[i % 3], 1 + (i % 700), (RequestPriority)(i % 3), $"f{i % 7}", leave: leave);
            // Some leave while they wait, some when they are just admitted, some never.
            Task leaving = i % 3 == 0 ? leave.CancelAsync() : Task.CompletedTask;
            try
            {
                using AdmissionPermit permit = await request;
                await Task.Yield();
                Interlocked.Increment(ref admitted);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
            }

            await leaving;
        }));

        Assert.Equal(4000, admitted + cancelled);
        Assert.InRange(admitted, 2666, 4000);
    }

    private sealed class Requests(FlowNode node)
    {
        private readonly List<(Task<AdmissionPermit> Admitted, CancellationTokenSource Leave)> _sent = [];

        public void Do(Act what, int number)
        {
            switch (what)
            {
                case Act.Send:
                    Send(number);
                    break;
                case Act.Release when Admitted(number) is { } permit:
                    permit.Settle(number % 2000);
                    permit.Dispose();
                    break;
                case Act.Cancel when _sent.Count > 0:
                    _sent[number % _sent.Count].Leave.Cancel();
                    break;
                case Act.Wait:
                    node.Time.Advance(TimeSpan.FromMilliseconds(number % 4000));
                    break;
                case Act.Resize:
                    node.SetSlots(number % 5);
                    break;
            }

            Assert.InRange(node.Pressure.Waiting, 0, 60);
            Assert.True(node.Pressure.Running >= 0 && node.Pressure.RunningTokens >= 0 && node.Pressure.WaitingTokens >= 0);
        }

        public async Task EndAsync()
        {
            node.SetSlots(3);
            await TestGateway.UntilAsync(EndAdmitted, "an answer to every request");
            Assert.All(_sent.Where(request => request.Admitted.IsFaulted), request => Assert.IsType<OpenAiException>(request.Admitted.Exception!.InnerException));
            await TestGateway.UntilAsync(() => node.Pressure is { Running: 0, Waiting: 0 }, "an empty pool");
            _sent.ForEach(request => request.Leave.Dispose());
        }

        private bool EndAdmitted()
        {
            // Looked at first: a request that is admitted meanwhile is disposed in the next round.
            bool all = _sent.TrueForAll(request => request.Admitted.IsCompleted);
            foreach (AdmissionPermit permit in _sent.Where(request => request.Admitted.IsCompletedSuccessfully).Select(request => request.Admitted.GetAwaiter().GetResult()))
            {
                permit.Dispose();
            }

            return all;
        }

        private void Send(int number)
        {
            var leave = new CancellationTokenSource();
            TimeSpan? deadline = number % 5 == 0 ? TimeSpan.FromMilliseconds(1 + (number % 2500)) : null;
            _sent.Add((SendAsync(number, deadline, leave), leave));
        }

        // Asynchronous, so that a refusal at once is a faulted task as well.
        private async Task<AdmissionPermit> SendAsync(int number, TimeSpan? deadline, CancellationTokenSource leave) => await node.AdmitAsync(
            _tenants[number % 4], 1 + (number % 3000), (RequestPriority)(number % 3), $"f{number % 11}", deadline, leave);

        private AdmissionPermit? Admitted(int number)
        {
            Task<AdmissionPermit>[] admitted = [.. _sent.Select(request => request.Admitted).Where(task => task.IsCompletedSuccessfully)];
            return admitted.Length == 0 ? null : admitted[number % admitted.Length].GetAwaiter().GetResult();
        }
    }
}
