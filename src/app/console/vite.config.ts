import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console's bundle. `{{nonce}}` in the page is replaced for every answer. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  html: { cspNonce: '{{nonce}}' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    emptyOutDir: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
})
