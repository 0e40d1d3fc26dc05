import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy of the server allows no data: scripts and no inline ones; files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
