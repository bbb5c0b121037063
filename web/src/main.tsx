import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './app/global.css'
import { createRoot } from 'react-dom/client'
import { Root } from './app/Root.tsx'
import { openWords } from './words/words.ts'

await openWords()
createRoot(document.getElementById('root')!).render(<Root />)
