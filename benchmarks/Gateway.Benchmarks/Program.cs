using InferenceGateway.Gateway.Benchmarks;

// One executable plays every part, so that a run needs no other program; the driver starts the parts as processes of their own,
// since the CPU time of a process is what is compared.
return args switch
{
    ["worker", string port] => await Parts.RunWorkerAsync(port),
    ["bare", string port, string worker] => await Parts.RunBareProxyAsync(port, worker),
    ["gateway", string port, string worker] => await Parts.RunGatewayAsync(port, worker),
    ["pick"] => PickBenchmark.Run(),
    [] => await Driver.RunAsync(rounds: 5),
    [string rounds] when int.TryParse(rounds, out int count) && count is >= 1 and <= 100 => await Driver.RunAsync(count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Gateway.Benchmarks [rounds, 1 to 100] or pick");
    return 2;
}
