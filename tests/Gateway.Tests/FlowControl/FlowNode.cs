using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>Flow control by itself, on a clock that stands until a test moves it. Disposing it asserts that nothing runs or waits any more.</summary>
internal sealed class FlowNode : IAsyncDisposable
{
    public static readonly Tenant Anyone = new("anyone");

    private readonly ServiceProvider _services;

    private FlowNode(ServiceProvider services, WorkerBoard board, FakeTimeProvider time)
    {
        _services = services;
        Board = board;
        Time = time;
        Admission = services.GetRequiredService<IAdmission>();
    }

    public WorkerBoard Board { get; }

    public FakeTimeProvider Time { get; }

    public IAdmission Admission { get; }

    public IBudgets Budgets => _services.GetRequiredService<IBudgets>();

    public PoolPressure Pressure => Admission.PressureOf("m");

    /// <summary>A pool of one decode worker that runs as many requests at once, and options below <c>Gateway</c>.</summary>
    public static async Task<FlowNode> StartAsync(int slots, params (string Option, string Value)[] options)
    {
        var settings = new Dictionary<string, string?> { ["Gateway:Saturation:RequestsPerSlot"] = "1" };
        foreach ((string option, string value) in options)
        {
            settings[option.StartsWith("Directory:", StringComparison.Ordinal) ? option : $"Gateway:{option}"] = value;
        }

        var board = new WorkerBoard();
        var time = new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IWorkerView>(board);
        services.AddFlowControl();
        var node = new FlowNode(services.BuildServiceProvider(), board, time);
        node.SetSlots(slots);
        foreach (IHostedService service in node._services.GetServices<IHostedService>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        return node;
    }

    /// <summary>Leaves one worker with so many slots; none with 0.</summary>
    public void SetSlots(int slots) =>
        Board.Set(slots == 0 ? [] : [WorkerBoard.Worker("d1", WorkerRole.Decode, "http://127.0.0.1:1", slots: slots)]);

    public Task<AdmissionPermit> AdmitAsync(
        Tenant? tenant = null,
        long tokens = 100,
        RequestPriority priority = RequestPriority.Normal,
        string flow = "",
        TimeSpan? deadline = null,
        CancellationTokenSource? leave = null) =>
        Admission.AdmitAsync(new AdmissionRequest("m", tenant ?? Anyone, priority, tokens) { Flow = flow, Deadline = deadline }, leave?.Token ?? default).AsTask();

    /// <summary>Fills the pool.</summary>
    public async Task<List<AdmissionPermit>> FillAsync(int count, long tokens = 100)
    {
        List<AdmissionPermit> permits = [];
        for (int i = 0; i < count; i++)
        {
            Task<AdmissionPermit> admitted = AdmitAsync(tokens: tokens);
            Assert.True(admitted.IsCompletedSuccessfully, $"Request {i} of {count} did not run at once.");
            permits.Add(await admitted);
        }

        return permits;
    }

    /// <summary>Says to all parts that the program is about to stop.</summary>
    public Task BeginStopAsync() => Task.WhenAll(
        _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Select(service => service.StoppingAsync(CancellationToken.None)));

    public async Task<string> MetricsAsync()
    {
        using var text = new MemoryStream();
        await _services.GetRequiredService<CollectorRegistry>().CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>The value of one series, or 0 when it is not there.</summary>
    public async Task<double> MetricAsync(string series)
    {
        string? line = (await MetricsAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Equal((0, 0L, 0, 0L), (Pressure.Running, Pressure.RunningTokens, Pressure.Waiting, Pressure.WaitingTokens));
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
