import { defineConfig } from 'vitest/config';

/** `make attack`: every attack, and one line of counts at the end. */
export default defineConfig({
  test: {
    include: ['test/attack/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    env: { ATTACK: 'long' },
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/attack/counts.mts'],
  },
});
