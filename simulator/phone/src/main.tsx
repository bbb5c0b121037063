import './app/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root" to draw into')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
