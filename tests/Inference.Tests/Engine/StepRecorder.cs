using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Tests.Engine;

/// <summary>One step of a loop.</summary>
/// <param name="PromptTokens">Tokens of a prompt chunk; 0 for a decode step.</param>
/// <param name="Sequences">Sequences of a decode step; 0 for a prompt chunk.</param>
internal readonly record struct Step(int PromptTokens, int Sequences)
{
    public bool Prefills => PromptTokens > 0;
}

/// <summary>
/// Writes down a loop's steps in order, so that fairness is a matter of counting. Holds the loop in its first step until it is let go, so that what a
/// test submits meanwhile is there before the second.
/// </summary>
internal sealed class StepRecorder : IEngineObserver, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Step> _steps = [];
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the loop stands in its first step.</summary>
    public Task Held => _held.Task;

    public IReadOnlyList<Step> Steps
    {
        get
        {
            lock (_gate)
            {
                return [.. _steps];
            }
        }
    }

    public void Release() => _release.Set();

    public void PrefillStep(int tokens, TimeSpan elapsed) => Note(new Step(tokens, 0));

    public void DecodeStep(int sequences, TimeSpan elapsed) => Note(new Step(0, sequences));

    public void PrefixLookup(int asked, int found) { }

    public void Dispose() => _release.Dispose();

    private void Note(Step step)
    {
        lock (_gate)
        {
            _steps.Add(step);
        }

        _held.TrySetResult();
        if (!_release.Wait(Patience))
        {
            throw new TimeoutException("The test did not let the loop go.");
        }
    }
}
