/** The console: React itself, for staff at a desk. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: true, modulePreload: { polyfill: false } },
})
