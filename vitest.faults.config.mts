import { defineConfig } from 'vitest/config';

/** `make faults`: kills, full disks, damage, load and long life, one after the other; counts at the end. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.fault.ts'],
    globalSetup: 'test/bundle.ts',
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/faults/harness/counts.mts'],
  },
});
