import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The simulator serves the built page itself; a development server sends the control plane on to a running one.
const simulator = 'http://127.0.0.1:3010'

export default defineConfig({
  root: import.meta.dirname,
  base: '/simulator/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true },
  server: {
    port: 3011,
    proxy: { '/simulator/api': simulator, '/simulator/media': simulator },
  },
})
