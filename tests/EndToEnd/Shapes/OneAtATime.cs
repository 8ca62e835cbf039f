using Xunit.Sdk;
using Xunit.v3;

// An installation is a machine of its own: two at once would slow each other down on two cores until promises of seconds mean nothing.
[assembly: Parallelization(Mode = ParallelMode.None)]
