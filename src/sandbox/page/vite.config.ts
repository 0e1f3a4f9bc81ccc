import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The page is built to static files, which the sandbox serves itself: no other server, no other origin. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [react()],
  // Nothing is inlined: the page's content security policy allows no data of other kinds.
  build: {
    outDir: '../../../dist/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // In kB. Most of it is the block renderer with its list of emoji; it comes over loopback.
    chunkSizeWarningLimit: 1_500,
  },
});
