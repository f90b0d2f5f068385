using System.CommandLine;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>Which trace, and what is done to it.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string> _trace = new("--trace") { Description = "A .jsonl (Mooncake) or .csv (Azure) file, or generated:conversations:perSecond.", DefaultValueFactory = _ => "generated:1000:1" };
    private readonly Option<double> _speed = CommonOptions.Positive("--speed", "Arrivals come so many times faster than in the trace.", 1);
    private readonly Option<int> _copies = CommonOptions.AtLeastOne("--copies", "So many groups of users send the trace, each with prompts of its own.", 1);
    private readonly Option<double> _jitter = CommonOptions.NotNegative("--jitter", "Seconds by which arrivals are delayed at most, at random.", 3);
    private readonly Option<double> _seconds = CommonOptions.Positive("--seconds", "Only so many seconds of the trace.", double.PositiveInfinity);
    private readonly Option<int> _divide = CommonOptions.AtLeastOne("--divide", "Lengths are so many times smaller, with the same shared blocks: for small models.", 1);
    private readonly Option<int> _seed = new("--seed") { Description = "Of all random choices.", DefaultValueFactory = _ => 1 };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_trace, _speed, _copies, _jitter, _seconds, _divide, _seed])
        {
            command.Options.Add(option);
        }
    }

    public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The trace as it is written, and what is to be done to it.</summary>
    /// <exception cref="ReplayException">There is none, or it cannot be read.</exception>
    public (Trace Trace, TraceShape Shape) Read(ParseResult parsed) => (
        TraceSource.Read(parsed.GetValue(_trace)!, Seed(parsed)),
        new TraceShape(
            parsed.GetValue(_speed), parsed.GetValue(_copies), parsed.GetValue(_jitter), parsed.GetValue(_seconds), parsed.GetValue(_divide)));
}
