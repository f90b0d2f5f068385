using System.Net;
using InferenceGateway.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>The door of the management port: an admin key for everything but probes, unless only this machine can reach it.</summary>
internal sealed class ManagementGuard(
    RequestDelegate next, IOptions<TenancyOptions> options, IOptions<HostingOptions> hosting, Credentials credentials)
{
    private readonly bool _open = IPAddress.IsLoopback(IPAddress.Parse(hosting.Value.Management.Address));
    private readonly bool _openMetrics = options.Value.OpenMetrics;

    public Task InvokeAsync(HttpContext context) =>
        _open || IsPublic(context.Request.Path) || HasAdminKey(context.Request)
            ? next(context)
            : Unauthorized.WriteAsync(context, "The management port needs an admin key: 'Authorization: Bearer <key>', its SHA-256 in Tenancy:AdminKeys.");

    // Compared letter by letter: a spelling that routing would take and this does not only asks for a key.
    private bool IsPublic(PathString path) => path.Value is "/healthz" or "/readyz" || (_openMetrics && path.Value == "/metrics");

    private bool HasAdminKey(HttpRequest request) =>
        BearerToken.TryRead(request.Headers.Authorization, out string token) && credentials.Admins.Find(token) is not null;
}
