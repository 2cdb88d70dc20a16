import { defineConfig } from 'vitest/config';

// The `source` export condition resolves packages to their sources, so that unit tests need no build. Tests of whole processes
// (`*.system.test.ts`) need the build of `npm run build` in any case: they import packages from it too, which Node.js loads faster than
// Vitest transforms their sources for each file.
export default defineConfig({
  test: {
    // Files share a process, and the modules that it has loaded: loading them again for each file takes a quarter of the unit tests' time.
    isolate: false,
    restoreMocks: true,
    // The default is a second, which a loaded machine exceeds.
    expect: { poll: { timeout: 20_000 } },
    coverage: { provider: 'v8', reporter: ['text'], include: ['{apps,packages}/*/src/**/*.ts'] },
    projects: [
      {
        extends: true,
        resolve: { conditions: ['source'] },
        ssr: { resolve: { conditions: ['source'] } },
        test: {
          name: 'unit',
          // The default for two cores is one.
          maxWorkers: 2,
          // Long, because a loaded machine takes many times as long.
          testTimeout: 120_000,
          setupFiles: ['packages/importer/test/throw-on-silent-loss.ts'],
          include: ['{apps,packages}/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.database.test.ts', '**/*.system.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          server: { deps: { external: [/\/(?:apps|packages)\/[^/]+\/dist\//] } },
          include: ['{apps,packages}/*/{src,test}/**/*.{database,system}.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // Runs after the unit tests, because tests with timeouts need an otherwise idle machine.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
