using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Hosting;
using Prometheus;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>The door of the API port: nothing of a request is looked at before its tenant is known.</summary>
internal sealed class TenancyMiddleware(RequestDelegate next, Authenticator authenticator, CallerReader reader, CollectorRegistry registry)
{
    private readonly Counter _refused = Metrics.WithCustomRegistry(registry).CreateCounter(
        "inference_gateway_unauthorized_total", "Requests refused for want of a valid key.", ["reason"]);

    public async Task InvokeAsync(HttpContext context)
    {
        Verdict verdict = await authenticator.IdentifyAsync(context.Request.Headers.Authorization);
        if (verdict.Tenant is not { } tenant)
        {
            _refused.WithLabels(Reason(verdict.Refusal)).Inc();
            await Unauthorized.WriteAsync(context, Message(verdict.Refusal));
            return;
        }

        context.Features.Set(reader.Read(context.Request.Headers, tenant));
        await next(context);
    }

    private static string Reason(Refusal refusal) => refusal switch
    {
        Refusal.Missing => "missing",
        Refusal.Malformed => "malformed",
        _ => "unknown",
    };

    private static string Message(Refusal refusal) => refusal switch
    {
        Refusal.Missing => "An API key is needed: send it in the header 'Authorization: Bearer <key>'.",
        Refusal.Malformed => "The Authorization header cannot be read: send it once, as 'Bearer <key>'.",
        _ => "The API key is not valid.",
    };
}

/// <summary>The answer to a request without a valid key; it repeats nothing of what was sent.</summary>
internal static class Unauthorized
{
    public static Task WriteAsync(HttpContext context, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        var error = new OpenAiError(
            StatusCodes.Status401Unauthorized, new OpenAiErrorBody(message, "invalid_request_error", null, "invalid_api_key"));
        return ErrorEnvelope.WriteAsync(context, error, HeaderNames.RequestId, "WWW-Authenticate");
    }
}
