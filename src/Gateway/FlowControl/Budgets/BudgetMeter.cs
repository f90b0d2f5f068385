namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>One request's part of its tenant's budget. Used by one request at a time; a second dispose does nothing.</summary>
public sealed class BudgetMeter : IDisposable
{
    // How much a stream that outgrows its part takes from the budget at once.
    private const long Step = 64;

    private readonly long _prompt;
    private readonly long _window;
    private BudgetAccount? _account;
    private long _reserved;
    private long _answered;
    private long? _exact;

    internal BudgetMeter(BudgetAccount? account, long window, long prompt, long reserved)
    {
        _account = account;
        _window = window;
        _prompt = prompt;
        _reserved = reserved;
    }

    /// <summary>Allows everything.</summary>
    public static BudgetMeter Unlimited { get; } = new(null, 0, 0, 0);

    /// <summary>Whether there is a budget at all: a meter without one need not be told anything.</summary>
    public bool IsLimited => _account is not null;

    /// <summary>Estimated tokens of the prompt.</summary>
    public long Prompt => _prompt;

    /// <summary>Tokens of the answer that were spent so far.</summary>
    public long Answered => _answered;

    /// <summary>Counts tokens of the answer as they pass. Costs no round trip.</summary>
    /// <returns>False when the budget is used up: these were the last ones, and the answer should end.</returns>
    public bool Spend(long tokens)
    {
        if (_account is not { } account)
        {
            return true;
        }

        _answered += tokens;
        long used = _prompt + _answered;
        if (used + Step > _reserved)
        {
            _reserved += account.TakeMore(used + Step - _reserved);
        }

        return used < _reserved;
    }

    /// <summary>The stream was ended because the budget is used up.</summary>
    internal void CountCut() => _account?.CountCut();

    /// <summary>Says what the request really took; without it, the estimate of the prompt and what was spent counts.</summary>
    public void Settle(long prompt, long answer) => _exact = IsLimited ? prompt + answer : null;

    /// <summary>Says that nobody counted what the request took: all that was set aside is charged.</summary>
    public void SettleAsReserved() => _exact = IsLimited ? _reserved : null;

    /// <summary>Gives back what was not needed, or charges what was taken beyond it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _account, null) is { } account)
        {
            account.Settle(_window, _reserved, _exact ?? (_prompt + _answered));
        }
    }
}
