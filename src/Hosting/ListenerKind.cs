namespace InferenceGateway.Hosting;

/// <summary>Who a listening socket is for.</summary>
public enum ListenerKind
{
    /// <summary>Clients.</summary>
    Api,

    /// <summary>Operators: metrics, health, console.</summary>
    Management,

    /// <summary>Gateways and other workers.</summary>
    Internal,
}
