using InferenceGateway.Contracts;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Keeps the internal API off the clients' port, and takes steering headers away from clients.</summary>
internal sealed class PortGuardMiddleware(RequestDelegate next)
{
    private static readonly PathString Internal = new("/internal");

    public Task InvokeAsync(HttpContext context)
    {
        if (MarkedListener.KindOf(context) == ListenerKind.Internal)
        {
            return next(context);
        }

        if (context.Request.Path.StartsWithSegments(Internal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        foreach (string name in context.Request.Headers.Keys.Where(IsSteering).ToArray())
        {
            context.Request.Headers.Remove(name);
        }

        return next(context);
    }

    private static bool IsSteering(string name) => name.StartsWith(HeaderNames.InternalPrefix, StringComparison.OrdinalIgnoreCase);
}
