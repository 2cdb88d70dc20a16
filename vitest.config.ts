import { defineConfig } from 'vitest/config';

// Sources are resolved through the `source` export condition, so that a test sees the code as it is written. Tests of whole
// processes (`*.system.test.ts`) run what `npm run build` has built.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    coverage: { provider: 'v8', reporter: ['text'], include: ['{apps,packages}/*/src/**/*.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // No measure of anything: machines under load take many times as long.
          testTimeout: 30_000,
          include: ['{apps,packages}/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.database.test.ts', '**/*.system.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['{apps,packages}/*/{src,test}/**/*.{database,system}.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // After the unit tests: processes that are killed and timed want the machine for themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
