using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prediction;

internal static class PredictionRegistration
{
    public static void AddPrediction(this IServiceCollection services)
    {
        services.AddCheckedOptions<PredictionOptions, PredictionOptionsValidator>(PredictionOptions.Section);
        services.AddSingleton(provider => new LatencyPredictor(provider.GetRequiredService<IOptions<PredictionOptions>>().Value));
    }
}
