// Servers and clients of one case keep two cores busy, and their promises are in real time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
