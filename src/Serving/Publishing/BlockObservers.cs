using InferenceGateway.Inference.PrefixCache;

namespace InferenceGateway.Serving.Publishing;

/// <summary>Tells two observers of the same blocks.</summary>
internal sealed class BlockObservers(IBlockObserver first, IBlockObserver second) : IBlockObserver
{
    public void Stored(BlockChange change)
    {
        first.Stored(change);
        second.Stored(change);
    }

    public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle)
    {
        first.Removed(change, lifetime, idle);
        second.Removed(change, lifetime, idle);
    }

    public void Reused(TimeSpan gap)
    {
        first.Reused(gap);
        second.Reused(gap);
    }
}
