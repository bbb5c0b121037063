import { spawn } from 'node:child_process'

// The demo, started anew when the server changes, and the web app from Vite, which shows a change at once.
const hub = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`
const watched = ['server', 'contract', 'simulator'].map((folder) => `--watch-path=${folder}`)
const children = [
  spawn(process.execPath, [...watched, 'scripts/demo.ts'], { stdio: 'inherit' }),
  spawn('npx', ['--no-install', 'vite', 'web'], { stdio: 'inherit', env: { ...process.env, HUB_URL: hub } }),
]
console.log('The web app with live changes: http://127.0.0.1:5173')
process.once('SIGINT', () => {
  for (const child of children) child.kill('SIGTERM')
})
