using System.Numerics;
using System.Runtime.CompilerServices;

namespace InferenceGateway.Gateway.Prediction;

/// <summary>
/// Seconds that a prompt takes by its uncached tokens: a line, and for each doubling of the length a factor by which prompts of that
/// length depart from it, since attention makes long prompts dearer per token. One writer at a time, any number of readers.
/// </summary>
internal sealed class PrefillCurve
{
    private const int Octaves = 24;

    private readonly LineFit _line;
    private readonly double _fade;
    private readonly Octave[] _octaves = new Octave[Octaves];
    private Snapshot _current;

    public PrefillCurve(Coefficients prior, double halfLife)
    {
        _line = new LineFit(prior, xScale: 1000, zScale: prior.PerZ > 0 ? 1000 : 0, halfLife);
        _fade = Math.Pow(0.5, 1 / halfLife);
        _current = new Snapshot(prior, 0);
    }

    /// <summary>How many observations count.</summary>
    public double Weight => Volatile.Read(ref _current).Weight;

    public Coefficients Line => Volatile.Read(ref _current).Line;

    /// <param name="uncached">Tokens to be computed.</param>
    /// <param name="moved">Tokens whose rows are moved to another worker.</param>
    public double Seconds(double uncached, double moved)
    {
        Snapshot current = Volatile.Read(ref _current);
        return current.Line.At(uncached, moved) * current.Factors[OctaveOf(uncached)];
    }

    public void Learn(double uncached, double moved, double seconds)
    {
        // Against the line as it was, so that a factor says how wrong the line would have been.
        ref Octave octave = ref _octaves[OctaveOf(uncached)];
        double expected = Math.Max(1e-6, _line.Current.At(uncached, moved));
        octave.Seen = (_fade * octave.Seen) + seconds;
        octave.Expected = (_fade * octave.Expected) + expected;
        octave.Weight = (_fade * octave.Weight) + 1;
        _line.Learn(uncached, moved, seconds);
        var next = new Snapshot(_line.Current, _line.Weight);
        for (int i = 0; i < Octaves; i++)
        {
            next.Factors[i] = _octaves[i].Factor;
        }

        Volatile.Write(ref _current, next);
    }

    private static int OctaveOf(double tokens) => Math.Min(Octaves - 1, BitOperations.Log2((uint)Math.Clamp(tokens, 1, int.MaxValue)));

    private struct Octave
    {
        // Observations that a factor of 1 counts for.
        private const double PriorWeight = 4;

        public double Seen;
        public double Expected;
        public double Weight;

        public readonly double Factor =>
            Weight == 0 ? 1 : ((Weight * (Seen / Expected)) + PriorWeight) / (Weight + PriorWeight);
    }

    private sealed class Snapshot
    {
        public readonly Coefficients Line;
        public readonly double Weight;
        public FactorArray Factors;

        public Snapshot(Coefficients line, double weight)
        {
            Line = line;
            Weight = weight;
            ((Span<double>)Factors).Fill(1);
        }
    }

    [InlineArray(Octaves)]
    private struct FactorArray
    {
        private double _first;
    }
}
