namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>The time that one compilation has, and its cancellation.</summary>
internal sealed class CompileBudget(StructuredOutputLimits limits, TimeProvider clock, CancellationToken cancellation)
{
    private const int StepsBetweenChecks = 256;
    private readonly long _start = clock.GetTimestamp();
    private int _steps;

    public StructuredOutputLimits Limits => limits;

    /// <summary>Counts one small step of work; now and then looks at the clock.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenChecks == 0)
        {
            Check();
        }
    }

    public void Check()
    {
        cancellation.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(_start) > limits.CompileTimeMax)
        {
            throw new StructuredOutputException("#", $"the schema takes longer than {limits.CompileTimeMax.TotalMilliseconds:0} ms to compile");
        }
    }
}
