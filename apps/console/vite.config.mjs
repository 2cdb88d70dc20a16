import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react(), tailwindcss()],
  build: {
    // The content security policy allows no inline files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome120', 'firefox121', 'safari17.5'],
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://localhost:8082' } },
});
