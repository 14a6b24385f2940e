using Perennial.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

// One browser: the tests take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
