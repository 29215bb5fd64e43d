import '#ui/look/tokens.css'
import '#ui/look/controls.css'
import './field.css'
import { createRoot } from 'react-dom/client'
import { beginLanguage } from '#ui/words/choosing.ts'
import { App } from './App.tsx'
import { awaitOffer } from './keeping/install.ts'

awaitOffer()
beginLanguage()
createRoot(document.getElementById('app')!).render(<App />)
