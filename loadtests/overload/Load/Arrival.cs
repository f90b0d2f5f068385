namespace InferenceGateway.Overload.Load;

/// <summary>A request to be sent.</summary>
/// <param name="At">When, in seconds from the beginning.</param>
/// <param name="Tenant">Whose: its number.</param>
/// <param name="PromptTokens">Length of its prompt.</param>
/// <param name="AnswerTokens">Length of its answer.</param>
public readonly record struct Arrival(double At, int Tenant, int PromptTokens, int AnswerTokens)
{
    /// <summary>Requests of all tenants in the order of time. Each tenant's come by chance at a constant rate (Poisson).</summary>
    /// <param name="rates">Requests per second of each tenant.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="seed">The same seed gives the same requests.</param>
    public static Arrival[] Poisson(IReadOnlyList<double> rates, double seconds, int seed)
    {
        List<Arrival> arrivals = [];
        for (int tenant = 0; tenant < rates.Count; tenant++)
        {
            // A generator for each tenant: the rate of one does not change the requests of another.
            Random random = new((seed * 1009) + tenant);
            for (double at = Gap(random, rates[tenant]); at < seconds; at += Gap(random, rates[tenant]))
            {
                arrivals.Add(Of(at, tenant, random));
            }
        }

        return [.. arrivals.OrderBy(arrival => arrival.At)];
    }

    /// <summary>A request of usual lengths: 128 to 384 tokens of prompt, 16 to 48 of answer.</summary>
    public static Arrival Of(double at, int tenant, Random random) => new(at, tenant, random.Next(128, 385), random.Next(16, 49));

    private static double Gap(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;
}
