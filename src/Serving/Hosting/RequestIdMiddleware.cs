using InferenceGateway.Contracts;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Gives every request its id: the caller's if it is sane, otherwise a new one; the same in log lines and in the answer.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        string given = context.Request.Headers[HeaderNames.RequestId].ToString();
        context.TraceIdentifier = RequestIds.IsSane(given) ? given : RequestIds.Create();
        context.Response.Headers[HeaderNames.RequestId] = context.TraceIdentifier;
        return next(context);
    }
}
