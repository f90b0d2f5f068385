using System.Diagnostics.CodeAnalysis;

namespace InferenceGateway.TestSupport;

/// <summary>Waits for what must happen, with a deadline whose message names what was missing.</summary>
[SuppressMessage("Design", "CA1068", Justification = "The deadline is the rarest argument.")]
public static class Eventually
{
    /// <summary>The deadline when none is given: far above what a healthy run needs, so that only a fault meets it.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Polls until the condition holds.</summary>
    /// <param name="what">Ends the sentence "still missing after ...: ".</param>
    /// <param name="condition">What must become true.</param>
    /// <param name="deadline">Default <see cref="DefaultDeadline"/>.</param>
    /// <param name="time">The clock of the deadline and the poll; default the system's.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task TrueAsync(string what, Func<bool> condition, TimeSpan? deadline = null, TimeProvider? time = null)
        => TrueAsync(what, () => ValueTask.FromResult(condition()), deadline, time);

    /// <inheritdoc cref="TrueAsync(string, Func{bool}, TimeSpan?, TimeProvider?)"/>
    public static async Task TrueAsync(string what, Func<ValueTask<bool>> condition, TimeSpan? deadline = null, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var limit = deadline ?? DefaultDeadline;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) >= limit)
            {
                throw Missing(what, limit);
            }

            await Task.Delay(PollInterval, clock);
        }
    }

    /// <summary>Awaits a task that must finish.</summary>
    /// <param name="what">Ends the sentence "still missing after ...: ".</param>
    /// <param name="task">What must finish.</param>
    /// <param name="deadline">Default <see cref="DefaultDeadline"/>.</param>
    /// <exception cref="TimeoutException">The task did not finish in time.</exception>
    public static async Task<T> DoneAsync<T>(string what, Task<T> task, TimeSpan? deadline = null)
    {
        await DoneAsync(what, (Task)task, deadline);
        return await task;
    }

    /// <inheritdoc cref="DoneAsync{T}(string, Task{T}, TimeSpan?)"/>
    public static async Task DoneAsync(string what, Task task, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        using var ended = new CancellationTokenSource();
        if (await Task.WhenAny(task, Task.Delay(limit, TimeProvider.System, ended.Token)) != task)
        {
            throw Missing(what, limit);
        }

        await ended.CancelAsync();
        await task;
    }

    private static TimeoutException Missing(string what, TimeSpan limit)
        => new($"still missing after {limit.TotalSeconds:0.###} s: {what}");
}
