using Perennial.Browser;

[assembly: AssemblyFixture(typeof(SiteInChromium))]

// One site, one browser: the tests take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
