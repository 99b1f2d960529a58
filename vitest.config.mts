import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowestFirst.mjs';

/** Tests that share a worker's modules, whose loading would take as long as they do. They leave nothing behind in them. */
const SHARED = ['test/{sql,local,attack}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Of two cores: the longest file waits for the provider much of its time.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'account',
          include: ['test/**/*.test.ts'],
          exclude: SHARED,
          globalSetup: 'test/bundle.ts',
        },
      },
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false } },
    ],
  },
});
