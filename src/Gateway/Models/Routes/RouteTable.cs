namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>All routes at one instant. Immutable.</summary>
internal sealed class RouteTable(ModelRoute[] routes)
{
    public static RouteTable Empty { get; } = new([]);

    public ReadOnlySpan<ModelRoute> Routes => routes;

    /// <summary>Names that clients may ask for although no worker registers them.</summary>
    public IEnumerable<string> Names => routes.SelectMany(route => route.Names);

    /// <summary>The first route that is for such a request, or null.</summary>
    public ModelRoute? Find(string model, IHeaderDictionary headers)
    {
        foreach (ModelRoute route in routes)
        {
            if (route.Fits(model, headers))
            {
                return route;
            }
        }

        return null;
    }
}
