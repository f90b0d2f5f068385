using InferenceGateway.Contracts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Hosting;

internal sealed class KestrelSetup(IOptions<HostingOptions> options, GatewayListeners listeners) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Limits.RequestBodyBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = Limits.RequestHeadersBytesMax;
        kestrel.Limits.MaxRequestLineSize = Limits.RequestLineBytesMax;
        // A reader of a long stream may pause for as long as it likes; the activity timeout bounds a worker's silence instead.
        kestrel.Limits.MinResponseDataRate = null;
        listeners.Bind(kestrel, options.Value);
    }
}
