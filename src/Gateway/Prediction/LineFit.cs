namespace InferenceGateway.Gateway.Prediction;

/// <summary>
/// Fits y = a + b·x + c·z to a stream of observations in which old ones fade. What is believed beforehand counts as one observation of
/// each coefficient that never fades: it decides alone at first, and later wherever the observations cannot tell. Not thread-safe.
/// </summary>
internal sealed class LineFit
{
    private readonly Coefficients _prior;
    private readonly double _xScale;
    private readonly double _zScale;
    private readonly double _fade;
    private double _n;
    private double _x;
    private double _z;
    private double _xx;
    private double _xz;
    private double _zz;
    private double _y;
    private double _xy;
    private double _zy;

    /// <param name="prior">Believed beforehand.</param>
    /// <param name="xScale">A usual x; 0 when there is none.</param>
    /// <param name="zScale">A usual z; 0 when there is none.</param>
    /// <param name="halfLife">Observations after which one counts half.</param>
    public LineFit(Coefficients prior, double xScale, double zScale, double halfLife)
    {
        _prior = prior;
        _xScale = xScale;
        _zScale = zScale;
        _fade = Math.Pow(0.5, 1 / halfLife);
        Current = prior;
    }

    public Coefficients Current { get; private set; }

    /// <summary>How many observations count, faded ones in part.</summary>
    public double Weight => _n;

    public void Learn(double x, double z, double y)
    {
        Fade(ref _n, 1);
        Fade(ref _x, x);
        Fade(ref _z, z);
        Fade(ref _xx, x * x);
        Fade(ref _xz, x * z);
        Fade(ref _zz, z * z);
        Fade(ref _y, y);
        Fade(ref _xy, x * y);
        Fade(ref _zy, z * y);
        Current = Solve();
    }

    private void Fade(ref double sum, double next) => sum = (_fade * sum) + next;

    // Normal equations with the prior on the diagonal; symmetric and positive definite, so elimination needs no pivots.
    private Coefficients Solve()
    {
        double x2 = Math.Max(1e-12, _xScale * _xScale);
        double z2 = Math.Max(1e-12, _zScale * _zScale);
        double m00 = _n + 1;
        double m11 = _xx + x2;
        double m22 = _zz + z2;
        double r0 = _y + _prior.Base;
        double r1 = _xy + (x2 * _prior.PerX);
        double r2 = _zy + (z2 * _prior.PerZ);
        double f1 = _x / m00;
        double f2 = _z / m00;
        double n11 = m11 - (f1 * _x);
        double n12 = _xz - (f1 * _z);
        double n22 = m22 - (f2 * _z);
        double s1 = r1 - (f1 * r0);
        double s2 = r2 - (f2 * r0);
        double f3 = n12 / n11;
        double perZ = Math.Max(0, (s2 - (f3 * s1)) / (n22 - (f3 * n12)));
        double perX = Math.Max(0, (s1 - (n12 * perZ)) / n11);
        return new Coefficients(Math.Max(0, (r0 - (_x * perX) - (_z * perZ)) / m00), perX, perZ);
    }
}

/// <summary>Of y = base + perX·x + perZ·z; none is negative.</summary>
internal readonly record struct Coefficients(double Base, double PerX, double PerZ)
{
    public double At(double x, double z) => Base + (PerX * x) + (PerZ * z);
}
