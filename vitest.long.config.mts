import { defineConfig } from 'vitest/config';

/** `make test-long`: what takes minutes, each file alone: whole courses, all traps, Terraform side by side. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.ts'],
    globalSetup: 'test/bundle.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
