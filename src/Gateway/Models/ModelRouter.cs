using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models.Routes;
using InferenceGateway.Gateway.OpenAi;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Models;

/// <summary>From a request to the models that may serve it.</summary>
internal sealed class ModelRouter(ModelCatalog catalog, RouteSource routes, IOptions<ForwardingOptions> options)
{
    /// <summary>Names clients may ask for, in order: served models and adapters, and the names of routes.</summary>
    public IEnumerable<string> Names => catalog.Models.Concat(routes.Current.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>True when the model would be routed somewhere, were no header needed.</summary>
    public bool IsKnown(string model) => catalog.Find(model) is not null || routes.Current.Names.Contains(model, StringComparer.Ordinal);

    /// <summary>Where the request may go, best first.</summary>
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
            return new RoutedRequest(null, RoutePolicy.None, [catalog.Find(head.Model) ?? throw NotFound(head.Model)]);
        }

        CheckTokens(head, route);
        ModelPool[] pools = Pools(route, session);
        return pools.Length > 0
            ? new RoutedRequest(route.Name, route.Policy, pools)
            : throw new OpenAiException(OpenAiError.Unavailable(
                $"No worker of the route '{route.Name}' is registered now.", "no_worker", options.Value.RetryAfter));
    }

    private ModelPool[] Pools(ModelRoute route, string? session)
    {
        var pools = new List<ModelPool>(1 + route.Fallbacks.Length);
        Add(route.Choose(session));
        foreach (string fallback in route.Fallbacks)
        {
            Add(fallback);
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
