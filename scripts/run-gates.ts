import { spawnSync } from 'node:child_process'
import { gates } from './gates.ts'

/** Runs every gate, shows what the failing ones say, and returns how many passed and failed. */
export function runGates(): { passed: number; failed: number } {
  let failed = 0
  for (const { name, command, args } of gates) {
    const { status, stdout, stderr } = spawnSync('npx', ['--no-install', command, ...args], {
      encoding: 'utf8',
    })
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (status === 0) continue
    failed += 1
    console.log(stdout + stderr)
  }
  return { passed: gates.length - failed, failed }
}
