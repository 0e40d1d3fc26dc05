import { defineConfig } from 'vitest/config';

const tests = '**/*.test.{ts,tsx}';

export default defineConfig({
  test: {
    // Tests share nothing mutable, so one module graph per thread is enough and ten times faster.
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
    setupFiles: ['scripts/properties.ts'],
    // One after the other: weeks use every core by themselves, and stories start whole products.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src', 'simulators', 'scripts', 'bench'].map((folder) => `${folder}/${tests}`),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'weeks', include: [`simulation/${tests}`], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'stories', include: [`e2e/${tests}`], maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
