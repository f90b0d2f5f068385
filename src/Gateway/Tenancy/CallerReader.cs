using System.Collections.Concurrent;
using System.Globalization;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Reads what a request says about its queueing, as far as its tenant may say it.</summary>
internal sealed class CallerReader
{
    private readonly ConcurrentDictionary<Tenant, Caller> _plain = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="OpenAiException">400: a header that counts cannot be used.</exception>
    public Caller Read(IHeaderDictionary headers, Tenant tenant)
    {
        TimeSpan? deadline = Deadline(headers);
        string flow = tenant.NamesFlows ? First(headers, HeaderNames.FairnessId, HeaderNames.FairnessIdOld) : "";
        string objective = tenant.NamesFlows ? First(headers, HeaderNames.Objective, HeaderNames.ObjectiveOld) : "";
        return deadline is null && flow.Length == 0 && objective.Length == 0
            ? _plain.GetOrAdd(tenant, static tenant => new Caller(tenant, "", tenant.Priority, null))
            : new Caller(tenant, flow, PriorityOf(objective, tenant), deadline);
    }

    // An objective of another system's making is no fault: it then means what the tenant's requests mean by default.
    private static RequestPriority PriorityOf(string objective, Tenant tenant) =>
        OptionNames.TryParse<RequestPriority>(objective) is { } asked ? (asked < tenant.PriorityMax ? asked : tenant.PriorityMax) : tenant.Priority;

    private static TimeSpan? Deadline(IHeaderDictionary headers)
    {
        string text = First(headers, HeaderNames.SloTtftMs, HeaderNames.SloTtftMsOld);
        if (text.Length == 0)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double milliseconds)
            && milliseconds is >= 1 and <= Limits.DeadlineMillisecondsMax
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw Faulty(HeaderNames.SloTtftMs, $"must be a number of milliseconds between 1 and {Limits.DeadlineMillisecondsMax}");
    }

    private static string First(IHeaderDictionary headers, string name, string older)
    {
        string value = headers.TryGetValue(name, out var given) || headers.TryGetValue(older, out given) ? given.ToString() : "";
        bool good = value.Length <= Limits.FlowNameCharsMax && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
        return good ? value : throw Faulty(name, $"must have at most {Limits.FlowNameCharsMax} printable ASCII characters");
    }

    private static OpenAiException Faulty(string header, string bound) =>
        new(OpenAiError.Invalid($"The header '{header}' {bound}.", header, "invalid_header"));
}
