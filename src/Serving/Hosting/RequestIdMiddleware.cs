using InferenceGateway.Contracts;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Gives every request its id: the caller's if it is sane, otherwise a new one; the same in log lines and in the answer.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = RequestIds.Of(context.Request.Headers[HeaderNames.RequestId]);
        context.Response.Headers[HeaderNames.RequestId] = context.TraceIdentifier;
        return next(context);
    }
}
