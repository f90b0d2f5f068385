using System.Runtime.InteropServices;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Serving.Publishing;
using InferenceGateway.Serving.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Serving.Handoff;

/// <summary>
/// The decode worker's half of a hand-off, and its only coordinator: prepare (a slot and a ticket), order (a prefill worker computes and
/// pushes), attach (the slot joins the batch), release (in every other case). A client that leaves cancels the order and frees the slot
/// at once; a prefill worker that fails is followed by the next candidate, with a fresh ticket.
/// </summary>
internal sealed class SplitStarter(
    InferenceEngine engine,
    LocalStarter local,
    PromptPublisher prompts,
    ServedLoads loads,
    TicketBook tickets,
    PrefillClient prefills,
    IWorkerView workers,
    ServedModel model,
    WorkerIdentity worker,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<SplitStarter> logger) : IGenerationStarter
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.HandoffTimeoutSeconds);

    public async Task<StartedGeneration> StartAsync(
        GenerationRequest request, PromptText text, TokenStream stream, int choice, IReadOnlyList<string> prefillCandidates, CancellationToken cancellation)
    {
        if (prefillCandidates.Count == 0)
        {
            return await local.StartAsync(request, text, stream, choice, prefillCandidates, cancellation);
        }

        prompts.Announce(request, text);
        foreach (WorkerRecord prefill in Resolve(prefillCandidates).Take(Limits.PrefillAttemptsMax))
        {
            try
            {
                return await AttemptAsync(request, text, stream, choice, prefill, cancellation);
            }
            catch (HandoffException fault)
            {
                ServingLog.HandoffFailed(logger, request.RequestId, worker.Id, prefill.Id, fault.Message);
            }
        }

        throw new OpenAiException(OpenAiError.Unavailable(
            "No prefill worker could compute the prompt.", "prefill_unavailable", RetryAfter));
    }

    /// <summary>Candidates are names; addresses come from the directory alone, and only of workers that run the same model.</summary>
    private IEnumerable<WorkerRecord> Resolve(IReadOnlyList<string> candidates)
    {
        WorkerSnapshot snapshot = workers.Current;
        return candidates
            .Select(snapshot.Find)
            .OfType<WorkerRecord>()
            .Where(record => record.Role == WorkerRole.Prefill && record.ModelHash == model.Hash);
    }

    private async Task<StartedGeneration> AttemptAsync(
        GenerationRequest request, PromptText text, TokenStream stream, int choice, WorkerRecord prefill, CancellationToken cancellation)
    {
        ServedLoads.LoadShare share = loads.Enter(request.Prompt.Length);
        try
        {
            using SlotReservation reservation = await ReserveAsync(cancellation);
            share.Run();
            Generation generation = await HandOffAsync(request, text, stream, choice, prefill, reservation, cancellation);
            return new StartedGeneration(generation, share, prefill.Id);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    private async Task<Generation> HandOffAsync(
        GenerationRequest request,
        PromptText text,
        TokenStream stream,
        int choice,
        WorkerRecord prefill,
        SlotReservation reservation,
        CancellationToken cancellation)
    {
        using TicketBook.IssuedTicket issued = tickets.Issue(reservation, request.RequestId, time.GetUtcNow() + _timeout);
        PrefillCall call = prefills.Order(prefill, Order(request, text, issued.Ticket), _timeout);
        try
        {
            ArrivedKv arrived = await ArrivalAsync(reservation, call, cancellation);
            return engine.Attach(reservation, arrived, request, stream, choice);
        }
        catch
        {
            call.Abandon();
            throw;
        }
    }

    private async Task<SlotReservation> ReserveAsync(CancellationToken cancellation)
    {
        try
        {
            return await engine.ReserveAsync(cancellation);
        }
        catch (EngineBusyException busy)
        {
            throw LocalStarter.Busy(busy);
        }
    }

    private static async Task<ArrivedKv> ArrivalAsync(SlotReservation reservation, PrefillCall call, CancellationToken cancellation)
    {
        Task first = await Task.WhenAny(reservation.Arrived, call.Report).WaitAsync(cancellation);
        if (first == call.Report)
        {
            // A failed order throws here. A good report follows the last acknowledgement, so by then the rows are here.
            PrefillReport report = await call.Report;
            if (!reservation.Arrived.IsCompleted)
            {
                throw new HandoffException($"{report.WorkerId} reported a push that did not arrive.");
            }
        }

        return await reservation.Arrived;
    }

    private PrefillOrder Order(GenerationRequest request, PromptText text, KvTicket ticket) => new()
    {
        Ticket = ticket,
        ModelHash = model.Hash,
        Tokens = MemoryMarshal.AsBytes(request.Prompt.AsSpan()).ToArray(),
        TextKeys = text.KeyBytes(),
        TextBytes = text.Bytes,
        CacheSalt = request.CacheSalt,
        Sampling = request.DrawsAnywhere ? request.Sampling : null,
    };
}
