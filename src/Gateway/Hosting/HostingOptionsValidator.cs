using System.Net;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Hosting;

internal sealed class HostingOptionsValidator : IValidateOptions<HostingOptions>
{
    private static readonly TimeSpan _drainMax = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var faults = new OptionFaults(HostingOptions.Section);
        CheckListener(faults, nameof(options.Api), options.Api);
        CheckListener(faults, nameof(options.Management), options.Management);
        if (options.Api.Port != 0 && options.Api.Port == options.Management.Port)
        {
            faults.Add("Management:Port", options.Management.Port, "must differ from Gateway:Api:Port");
        }

        faults.Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, _drainMax);
        return faults.ToResult();
    }

    private static void CheckListener(OptionFaults faults, string listener, ListenerOptions options)
    {
        faults.Range($"{listener}:Port", options.Port, IPEndPoint.MinPort, IPEndPoint.MaxPort);
        if (!IPAddress.TryParse(options.Address, out _))
        {
            faults.Add($"{listener}:Address", options.Address, "must be an IP address, for example 127.0.0.1 or 0.0.0.0");
        }
    }
}
