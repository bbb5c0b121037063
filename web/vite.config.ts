import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const hub = process.env['HUB_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', chunkSizeWarningLimit: 900, reportCompressedSize: false },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/media', '/join'].map((path) => [path, { target: hub, changeOrigin: true }]),
    ),
  },
})
