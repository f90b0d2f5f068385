using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models.Routes;
using InferenceGateway.Gateway.OpenAi;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Models;

/// <summary>From a request to the models that may serve it.</summary>
internal sealed class ModelRouter(
    ModelCatalog catalog, RouteSource routes, IOptions<ForwardingOptions> options, IOptions<FlowControlOptions> flowControl)
{
    /// <summary>Names clients may ask for, in order: served models and adapters, and the names of routes.</summary>
    public IEnumerable<string> Names => catalog.Models.Concat(routes.Current.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>True when the model would be routed somewhere, were no header needed.</summary>
    public bool IsKnown(string model) => catalog.Find(model) is not null || routes.Current.Names.Contains(model, StringComparer.Ordinal);

    // Then admission says how long, and 503 in the end; otherwise a model without workers is as good as none.
    private bool WaitsForWorkers => flowControl.Value.WaitForWorkers > TimeSpan.Zero;

    /// <summary>Where the request may go, best first. A pool has no workers when the request may wait for some.</summary>
    /// <param name="head">What it asks for.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="session">Its session, or null.</param>
    /// <exception cref="OpenAiException">
    /// 404: nobody serves such a model; 503: a route leads to models that nobody serves now; 400: it asks for more tokens than the route allows.
    /// </exception>
    public RoutedRequest Route(in RequestHead head, IHeaderDictionary headers, string? session)
    {
        ModelRoute? route = routes.Current.Find(head.Model, headers);
        if (route is null)
        {
            return new RoutedRequest(null, RoutePolicy.None, [catalog.Find(head.Model) ?? Awaited(head.Model) ?? throw NotFound(head.Model)]);
        }

        CheckTokens(head, route);
        ModelPool[] pools = Pools(route, session);
        return pools.Length > 0
            ? new RoutedRequest(route.Name, route.Policy, pools)
            : throw new OpenAiException(OpenAiError.Unavailable(
                $"No worker of the route '{route.Name}' is registered now.", "no_worker", options.Value.RetryAfter));
    }

    /// <summary>The same pools as they are now: a request may have waited while workers came and went.</summary>
    public RoutedRequest Renew(in RoutedRequest routed)
    {
        foreach (ModelPool pool in routed.Pools)
        {
            if (catalog.Find(pool.Name) != pool)
            {
                return routed with { Pools = [.. routed.Pools.Select(each => catalog.Find(each.Name) ?? catalog.FindFormer(each.Name) ?? each)] };
            }
        }

        return routed;
    }

    private ModelPool[] Pools(ModelRoute route, string? session)
    {
        var pools = new List<ModelPool>(1 + route.Fallbacks.Length);
        string chosen = route.Choose(session);
        Add(chosen);
        foreach (string fallback in route.Fallbacks)
        {
            Add(fallback);
        }

        if (pools.Count == 0 && WaitsForWorkers)
        {
            pools.Add(Awaited(chosen) ?? catalog.Empty(chosen));
        }

        return [.. pools];

        void Add(string model)
        {
            if (catalog.Find(model) is { } pool && !pools.Contains(pool))
            {
                pools.Add(pool);
            }
        }
    }

    private ModelPool? Awaited(string model) => WaitsForWorkers ? catalog.FindFormer(model) : null;

    private static void CheckTokens(in RequestHead head, ModelRoute route)
    {
        if (head.MaxTokens > route.Policy.MaxTokens)
        {
            throw new OpenAiException(OpenAiError.Invalid(
                $"{head.MaxTokens} tokens are asked for; this model allows at most {route.Policy.MaxTokens}.", "max_completion_tokens", "too_many_tokens"));
        }
    }

    private static OpenAiException NotFound(string model) => new(OpenAiError.ModelNotFound(model));
}

/// <summary>Where a request may go.</summary>
/// <param name="Route">The route's name; null when the request went by its model's name alone.</param>
/// <param name="Policy">What the route says beside that.</param>
/// <param name="Pools">The pools, best first; at least one.</param>
internal readonly record struct RoutedRequest(string? Route, RoutePolicy Policy, ModelPool[] Pools);
