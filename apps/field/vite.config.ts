import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shellBudget } from '../../ui/look/shellBudget.ts'

/** What a $60 phone on 2G waits for before it shows anything. */
const shellMaxKilobytes = 80

// The same components as the console, on Preact: React alone would cost a cheap phone another second.
export default defineConfig({
  plugins: [react(), shellBudget('field', shellMaxKilobytes)],
  resolve: {
    alias: [
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
    ],
  },
  build: { target: 'es2020', cssTarget: 'chrome100', sourcemap: true, modulePreload: { polyfill: false } },
})
