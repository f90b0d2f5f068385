using System.CommandLine;
using InferenceGateway.Replay.Live;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Reports;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>Replays a trace against a server in real time.</summary>
internal static class LiveCommand
{
    public static Command Create()
    {
        TraceOptions traces = new();
        Option<Uri> url = new("--url") { Description = "Base URL of an OpenAI-compatible server, without /v1.", Required = true };
        Option<string> model = new("--model") { Description = "The model to ask for.", Required = true };
        Option<int> bytes = CommonOptions.AtLeastOne("--bytes-per-token", "Bytes of text written for a token of the trace.", 4);
        Option<int> outstanding = CommonOptions.AtLeastOne("--outstanding-max", "Most requests at once; one more is counted as not finished.", 4096);
        Option<double> timeout = CommonOptions.Positive("--timeout-seconds", "Longest time of one request.", 600);
        Option<double> firstToken = CommonOptions.Positive("--slo-ttft", "SLO: seconds to the first token.", 10);
        Option<double> perToken = CommonOptions.Positive("--slo-token-ms", "SLO: milliseconds per token, mean of a request.", 200);
        Option<string?> folder = new("--out") { Description = "Folder for table and figures." };
        Command command = new("live", "Replays a trace against a server in real time.") { url, model, bytes, outstanding, timeout, firstToken, perToken, folder };
        traces.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            (Trace raw, TraceShape shape) = traces.Read(parsed);
            Trace trace = shape.Apply(raw, traces.Seed(parsed));
            LiveTarget target = new(
                parsed.GetValue(url)!, parsed.GetValue(model)!, parsed.GetValue(bytes), parsed.GetValue(outstanding), TimeSpan.FromSeconds(parsed.GetValue(timeout)));
            RunReport report = await LiveReplay.RunAsync(
                target, trace, new Slo(parsed.GetValue(firstToken), parsed.GetValue(perToken) / 1000), TimeProvider.System, new Progress(Console.Error), cancellation);
            string heading = $"{trace.Name}: {trace.Requests.Count} requests within {trace.Seconds:0} s to {target.Model} at {target.Url}";
            ReportFiles.Write(parsed.GetValue(folder), "replay-live", heading, "target", [report], figure: null);
        });
        return command;
    }
}
