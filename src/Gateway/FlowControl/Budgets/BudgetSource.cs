using InferenceGateway.Contracts.Errors;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>What all accounts have in common: the clock of the windows, and the way to the ledger with its deadline.</summary>
internal sealed partial class BudgetSource(
    IBudgetLedger ledger, IOptions<BudgetsOptions> options, FlowMetrics metrics, TimeProvider time, ILogger<BudgetSource> logger)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Counter.Child _leased = metrics.BudgetLeases.WithLabels("granted");
    private readonly Counter.Child _failed = metrics.BudgetLeases.WithLabels("failed");
    private int _down;

    public BudgetsOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    /// <summary>Number of the present window.</summary>
    public long Window => time.GetUtcNow().UtcTicks / Options.Window.Ticks;

    /// <summary>Time until the next window.</summary>
    public TimeSpan UntilNext => TimeSpan.FromTicks(Options.Window.Ticks - (time.GetUtcNow().UtcTicks % Options.Window.Ticks));

    /// <summary>Timestamp before which a ledger that could not help is not asked again.</summary>
    public long PauseEnd => time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);

    /// <returns>Null when the ledger cannot be asked.</returns>
    public async Task<Lease?> TryLeaseAsync(LeaseRequest request)
    {
        using var deadline = new CancellationTokenSource(Options.RedisTimeout, time);
        try
        {
            Lease lease = await ledger.LeaseAsync(request, deadline.Token);
            _leased.Inc();
            if (Interlocked.Exchange(ref _down, 0) == 1)
            {
                LogUp();
            }

            return lease;
        }
        catch (BudgetLedgerException fault)
        {
            _failed.Inc();
            if (Interlocked.Exchange(ref _down, 1) == 0)
            {
                LogDown(Options.LocalShare, fault.Message);
            }

            return null;
        }
    }

    public void CountCut() => metrics.BudgetCuts.Inc();

    public void CountAlone(long tokens) => metrics.BudgetAlone.Inc(tokens);

    /// <summary>429, to come again in the next window.</summary>
    public OpenAiError Refuse()
    {
        OpenAiError refusal = Rejection.Of(RejectReason.Budget, "", null);
        return refusal with { RetryAfter = TimeSpan.FromSeconds(Math.Ceiling(UntilNext.TotalSeconds)) };
    }

    [LoggerMessage(EventId = 1210, Level = LogLevel.Warning,
        Message = "Token budgets cannot be shared now; this gateway grants {LocalShare} of each by itself in a window: {Reason}")]
    private partial void LogDown(double localShare, string reason);

    [LoggerMessage(EventId = 1211, Level = LogLevel.Information, Message = "Token budgets are shared again")]
    private partial void LogUp();
}
