import { runGates } from './run-gates.ts'

const { passed, failed } = runGates()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
