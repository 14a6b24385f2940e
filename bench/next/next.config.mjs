// A build that is measured must not take the place of the one that the servers serve.
export default { distDir: process.env.BENCH_DIST ?? '.next' };
