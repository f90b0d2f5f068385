using InferenceGateway.EngineSimulator.Calibration;

namespace InferenceGateway.EngineSimulator.Engine;

/// <summary>
/// What one step computes: a token of every sequence past its prompt, then prompt chunks in the order of arrival, up to the step's
/// budget. Reused from step to step.
/// </summary>
internal sealed class StepPlan(EngineCalibration calibration)
{
    private readonly List<(Sequence Sequence, int Tokens)> _chunks = [];
    private readonly List<Sequence> _draws = [];

    public IReadOnlyList<(Sequence Sequence, int Tokens)> Chunks => _chunks;

    public IReadOnlyList<Sequence> Draws => _draws;

    public bool IsEmpty => _chunks.Count == 0 && _draws.Count == 0;

    /// <summary>How long the step takes.</summary>
    public double Seconds { get; private set; }

    public void Make(List<Sequence> running)
    {
        _chunks.Clear();
        _draws.Clear();
        Seconds = AddDraws(running) + AddChunks(running);
        Seconds += calibration.BaseSeconds(_chunks.Count > 0, _draws.Count > 0);
    }

    private double AddDraws(List<Sequence> running)
    {
        long context = 0;
        foreach (Sequence sequence in running)
        {
            if (sequence.State == SequenceState.Decoding)
            {
                _draws.Add(sequence);
                context += sequence.Context;
            }
        }

        return calibration.DecodeSeconds(_draws.Count, context);
    }

    private double AddChunks(List<Sequence> running)
    {
        int budget = calibration.StepTokens - (calibration.SharedStep ? _draws.Count : 0);
        double seconds = 0;
        for (int at = 0; at < running.Count && budget > 0; at++)
        {
            Sequence sequence = running[at];
            if (sequence.State == SequenceState.Prefilling)
            {
                int tokens = Math.Min(budget, sequence.PromptTokens - sequence.Computed);
                _chunks.Add((sequence, tokens));
                budget -= tokens;
                seconds += calibration.PrefillSeconds(sequence.Computed, tokens);
            }
        }

        return seconds;
    }
}
