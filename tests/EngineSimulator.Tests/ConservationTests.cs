using System.Globalization;
using CsCheck;
using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Tests;

/// <summary>What must hold for any load, with failures and hang-ups in between.</summary>
public sealed class ConservationTests
{
    private static readonly Gen<(double At, int Prompt, int Output, ulong First, int Engine, bool Split)> Call =
        Gen.Select(Gen.Double[0, 20], Gen.Int[1, 60], Gen.Int[1, 9], Gen.ULong[1, 4], Gen.Int[0, 2], Gen.Bool);

    private static readonly Gen<(double At, int Engine, int Kind)> Blow = Gen.Select(Gen.Double[0, 25], Gen.Int[0, 2], Gen.Int[0, 3]);

    [Fact]
    public void Every_request_ends_once_and_nothing_is_left() =>
        Gen.Select(Call.Array[1, 40], Blow.Array[0, 6]).Sample(
            load =>
            {
                Run run = new(load.Item1, load.Item2);
                run.Check();
            },
            iter: 300);

    [Fact]
    public void History_repeats_itself() =>
        Gen.Select(Call.Array[1, 40], Blow.Array[0, 6]).Sample(
            load => Assert.Equal(new Run(load.Item1, load.Item2).History, new Run(load.Item1, load.Item2).History),
            iter: 50);

    private sealed class Run
    {
        private readonly Bench _bench = new();
        private readonly SimulatedEngine[] _engines;
        private readonly Mirror[] _mirrors = [new(), new(), new()];
        private readonly List<(SimulatedRequest Request, Recorder Recorder)> _accepted = [];

        public Run((double At, int Prompt, int Output, ulong First, int Engine, bool Split)[] calls, (double At, int Engine, int Kind)[] blows)
        {
            _engines = [.. _mirrors.Select((mirror, number) => _bench.Engine(id: $"e{number}", waitingMax: 5))];
            for (int at = 0; at < _engines.Length; at++)
            {
                _engines[at].Pool.Listener = _mirrors[at];
            }

            Array.ForEach(calls, call => _bench.Clock.At(call.At, () => Submit(call)));
            Array.ForEach(blows, blow => _bench.Clock.At(blow.At, () => Strike(blow.Engine, blow.Kind)));
            _bench.Clock.Run();
        }

        public string History => string.Join(
            '\n', _accepted.Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Request.Id} {string.Join(' ', call.Recorder.Tokens)} {call.Recorder.Ends[0]} {call.Recorder.EndedAt}")));

        public void Check()
        {
            foreach ((SimulatedRequest request, Recorder recorder) in _accepted)
            {
                Assert.Single(recorder.Ends);
                Assert.True(recorder.Ends[0] != RequestEnd.Finished || recorder.Tokens.Count == request.OutputTokens);
                Assert.Equal(recorder.Tokens.Order(), recorder.Tokens);
            }

            foreach ((SimulatedEngine engine, Mirror mirror) in _engines.Zip(_mirrors))
            {
                Assert.Equal(new EngineLoad(0, 0, 0, 0), engine.Load);
                Assert.Equal(engine.Pool.Cached, mirror.Held.Count);
                CheckRoom(engine);
            }
        }

        private static void CheckRoom(SimulatedEngine engine) => Assert.InRange(engine.Pool.Used, 0, engine.Pool.Capacity);

        // Prompts that begin with the same number share as many blocks as the shorter has.
        private void Submit((double At, int Prompt, int Output, ulong First, int Engine, bool Split) call)
        {
            ulong[] blocks = [.. Enumerable.Range(0, call.Prompt / 4).Select(at => (call.First * 100) + (ulong)at)];
            SimulatedEngine[] prefills = call.Split ? [_engines[(call.Engine + 1) % 3], _engines[(call.Engine + 2) % 3]] : [];
            SimulatedRequest request = _bench.Request(call.Prompt, call.Output, blocks, prefills);
            if (_engines[call.Engine].Submit(request) == Admission.Accepted)
            {
                _accepted.Add((request, (Recorder)request.Listener));
            }

            Array.ForEach(_engines, CheckRoom);
        }

        private void Strike(int engine, int kind)
        {
            switch (kind)
            {
                case 0:
                    _engines[engine].Fail();
                    break;
                case 1:
                    _engines[engine].Recover();
                    break;
                case 2 when _accepted.Count > 0:
                    // The last one accepted may be anywhere, over included.
                    Array.ForEach(_engines, each => each.Cancel(_accepted[^1].Request));
                    break;
                default:
                    _engines[engine].Stall(1);
                    break;
            }
        }
    }
}
