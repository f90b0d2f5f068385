using InferenceGateway.Gateway.Scheduling;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>
/// The routes in force. When the configuration changes they are read anew; routes at fault are told in the log, all faults at once, and
/// those before stay.
/// </summary>
internal sealed partial class RouteSource : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly SchedulingOptions _scheduling;
    private readonly ILogger<RouteSource> _logger;
    private readonly IDisposable _subscription;
    private volatile RouteTable _current;
    private string _seen;

    public RouteSource(
        IConfiguration configuration, IOptions<RoutingOptions> atStart, IOptions<SchedulingOptions> scheduling, ILogger<RouteSource> logger)
    {
        _configuration = configuration;
        _scheduling = scheduling.Value;
        _logger = logger;
        _current = new RouteCompiler(atStart.Value, _scheduling).Compile();
        _seen = Text();
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public RouteTable Current => _current;

    /// <summary>Reads the section.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown, or a value is not of its option's type.</exception>
    public static void Bind(RoutingOptions options, IConfiguration configuration)
    {
        try
        {
            // Unless it is strict, the binder leaves out an element of a list that it cannot read: a target would be gone, and nobody told.
            configuration.GetSection(RoutingOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException fault)
        {
            throw new OptionsValidationException(RoutingOptions.Section, typeof(RoutingOptions), [string.Join(' ', Messages(fault))]);
        }
    }

    public void Dispose() => _subscription.Dispose();

    // The outermost says that something is wrong, the next one where, the innermost what.
    private static IEnumerable<string> Messages(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause.Message;
        }
    }

    private string Text() => string.Join('\n', _configuration.GetSection(RoutingOptions.Section).AsEnumerable());

    private void Reload()
    {
        string text = Text();
        if (Interlocked.Exchange(ref _seen, text) == text)
        {
            // One change is announced by every source of the configuration, and most changes are not about routes.
            return;
        }

        try
        {
            var options = new RoutingOptions();
            Bind(options, _configuration);
            var compiler = new RouteCompiler(options, _scheduling);
            RouteTable table = compiler.Compile();
            ValidateOptionsResult result = compiler.Faults.ToResult();
            if (result.Failed)
            {
                LogRefused(string.Join(' ', result.Failures));
                return;
            }

            _current = table;
            LogChanged(options.Routes.Count);
        }
        catch (OptionsValidationException fault)
        {
            LogRefused(fault.Message);
        }
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information, Message = "Routes were read anew: {Routes} of them are in force")]
    private partial void LogChanged(int routes);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Error, Message = "Changed routes are refused, those before stay in force: {Faults}")]
    private partial void LogRefused(string faults);
}

internal sealed class RoutingOptionsValidator(IOptions<SchedulingOptions> scheduling) : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        var compiler = new RouteCompiler(options, Scheduling());
        compiler.Compile();
        return compiler.Faults.ToResult();
    }

    // At fault itself it is told of by its own validator, and profiles cannot be looked up.
    private SchedulingOptions? Scheduling()
    {
        try
        {
            return scheduling.Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
