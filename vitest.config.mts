import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowestFirst.mjs';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/bundle.ts',
    pool: 'forks',
    // Of two cores: the longest file waits for the provider much of its time.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    sequence: { sequencer: SlowestFirst },
  },
});
