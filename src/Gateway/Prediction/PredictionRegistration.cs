using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prediction;

internal static class PredictionRegistration
{
    public static void AddPrediction(this IServiceCollection services)
    {
        services.AddOptions<PredictionOptions>().BindOnce(PredictionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PredictionOptions>, PredictionOptionsValidator>();
        services.AddSingleton(provider => new LatencyPredictor(provider.GetRequiredService<IOptions<PredictionOptions>>().Value));
    }
}
