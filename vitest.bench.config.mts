import { defineConfig } from 'vitest/config';

/** `make bench`: each file measures by itself, one after the other, and prints ratios to a peer of the same run. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.bench.ts'],
    globalSetup: 'test/bundle.ts',
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    reporters: ['default'],
  },
});
