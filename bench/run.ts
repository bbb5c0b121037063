import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

// `npm run bench -- <name>`. The peers' packages are installed here, and nowhere else, when they are first needed.
const benches: Record<string, () => Promise<unknown>> = {
  intake: () => import('./intake.ts'),
  inbox: () => import('./inbox.ts'),
  statuses: () => import('./statuses.ts'),
  outbound: () => import('./outbound.ts'),
  answer: () => import('./answer.ts'),
  start: () => import('./start.ts'),
  campaign: () => import('./campaign.ts'),
  import: () => import('./import.ts'),
  expand: () => import('./expand.ts'),
  gate: () => import('./gate.ts'),
  'template-choice': () => import('./template-choice.ts'),
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (!bench) {
  console.error(`Which one? npm run bench -- ${Object.keys(benches).join(' | ')}`)
  process.exit(1)
}
if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  spawnSync('npm', ['ci', '--prefix', import.meta.dirname], { stdio: 'inherit' })
}
await bench()
process.exit(0)
