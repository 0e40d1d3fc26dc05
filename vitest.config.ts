import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,simulators,simulation,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
    // Tests share nothing mutable, so one module graph per thread is enough and ten times faster.
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
  },
});
