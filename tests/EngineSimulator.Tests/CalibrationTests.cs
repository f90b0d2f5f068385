using System.Text.Json;
using InferenceGateway.EngineSimulator.Calibration;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class CalibrationTests
{
    [Fact]
    public void Built_in_table_can_be_used()
    {
        Assert.Equal(["llama3-70b-8xa800", "qwen3-8b-h800", "fable-1-core"], CalibrationTable.BuiltIn.Names);
        Assert.All(CalibrationTable.BuiltIn.Names, name => Assert.NotEmpty(CalibrationTable.BuiltIn.Find(name).Source));
    }

    [Fact]
    public void Qwen_calibration_gives_back_the_published_figures()
    {
        EngineCalibration qwen = CalibrationTable.BuiltIn.Find("qwen3-8b-h800");

        Assert.Equal(31.65e-3, qwen.TransferSeconds(32_768), 0.2e-3);
        Assert.Equal(0.92e-3, qwen.TransferSeconds(512), 0.01e-3);
        Assert.Equal(31.65e-3 / 0.042, qwen.PrefillSeconds(0, 32_768), 0.02);
    }

    [Fact]
    public void Llama_calibration_takes_twice_the_published_operations_at_full_speed()
    {
        EngineCalibration llama = CalibrationTable.BuiltIn.Find("llama3-70b-8xa800");
        double operations = 80 * ((4.0 * 8192 * 8192 * 8192) + (22.0 * 8192 * 8192 * 8192));

        Assert.Equal(2 * operations / (8 * 312e12), llama.PrefillSeconds(0, 8192), 0.01);
    }

    [Theory]
    [InlineData(1, 1944)]
    [InlineData(16, 8012)]
    public void Fable_calibration_gives_back_the_measured_decode_rates(int batch, double tokensPerSecond)
    {
        EngineCalibration fable = CalibrationTable.BuiltIn.Find("fable-1-core");
        double step = fable.BaseSeconds(prefills: false, decodes: true) + fable.DecodeSeconds(batch, 128 * batch);

        Assert.Equal(tokensPerSecond, batch / step, tokensPerSecond * 0.02);
    }

    [Fact]
    public void Fable_calibration_gives_back_the_measured_prefill_rate()
    {
        EngineCalibration fable = CalibrationTable.BuiltIn.Find("fable-1-core");
        double seconds = fable.PrefillSeconds(0, 1024) + (1024 / fable.StepTokens * fable.PrefillBaseSeconds);

        Assert.Equal(11_307, 1024 / seconds, 300.0);
    }

    [Fact]
    public void Every_fault_of_a_table_is_told_at_once()
    {
        EngineCalibration bad = Bench.Round with { Slots = 0, KvTokens = 3, DecodeBaseSeconds = -1 };
        string message = Assert.Throws<CalibrationException>(() => CalibrationTable.Parse(JsonSerializer.Serialize(new[] { bad }))).Message;

        Assert.Equal(
            [
                "round: DecodeBaseSeconds is -1; it must be above 0.",
                "round: Slots is 0; it must be at least 1.",
                "round: KvTokens is 3; it must be at least 4.",
            ],
            message.Split(Environment.NewLine));
        Assert.NotEmpty((Bench.Round with { PrefillSecondsPerToken = double.NaN }).Faults());
    }

    [Theory]
    [InlineData("[{\"name\":\"x\"}]", "cannot be read")]
    [InlineData("[{", "cannot be read")]
    public void Table_that_lacks_figures_is_refused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<CalibrationException>(() => CalibrationTable.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Unknown_name_is_answered_with_the_known_ones() =>
        Assert.Contains("fable-1-core", Assert.Throws<CalibrationException>(() => CalibrationTable.BuiltIn.Find("none")).Message, StringComparison.Ordinal);
}
