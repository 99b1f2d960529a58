import { defineConfig } from 'vitest/config';

/** The built book in a real browser: `make book`, then `npx vitest run --config vitest.book.config.mts`. */
export default defineConfig({
  test: {
    include: ['test/book/browser/*.browser.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
