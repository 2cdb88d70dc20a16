import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const base = '/console/';

/** The script `early` with all that it needs, so that its requests wait for one small file. */
const earlyModules = /\/src\/(early|client\/(early-[a-z]+|address|linked-organisation))\.ts$/;

/** Puts the script `early` before those that it is to be ahead of. */
const earlyScript = {
  name: 'early-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const early = Object.values(bundle).find(({ type, name }) => type === 'chunk' && name === 'early');
      if (early === undefined) throw new Error('The build has no chunk "early".');
      // Deferred: Chromium runs an `async` script only after the first paint.
      const attrs = { type: 'module', crossorigin: true, src: base + early.fileName };
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  },
};

export default defineConfig({
  base,
  plugins: [react(), tailwindcss(), earlyScript],
  build: {
    // The content security policy allows no inline files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome120', 'firefox121', 'safari17.5'],
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'early', test: earlyModules, priority: 1 },
            // What the first page needs is one file: seven made it wait longer.
            { name: 'console', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8082' } },
});
