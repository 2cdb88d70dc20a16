import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const base = '/console/';

/** Puts the script `early` before those that it is to be ahead of. */
const earlyScript = {
  name: 'early-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const early = Object.values(bundle).find(
        ({ type, isEntry, name }) => type === 'chunk' && isEntry && name === 'early',
      );
      if (early === undefined) throw new Error('The build has no chunk "early".');
      const attrs = { type: 'module', async: true, crossorigin: true, src: base + early.fileName };
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
    rolldownOptions: { input: { index: 'index.html', early: 'src/early.ts' } },
  },
  server: { proxy: { '/api': 'http://localhost:8082' } },
});
