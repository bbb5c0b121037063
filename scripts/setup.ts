import { buildWhatChanged } from './build.ts'
import { ensureBrowser } from './browser.ts'

// After `npm ci`: what the tests and the demo need beyond the packages, done once.
ensureBrowser()
buildWhatChanged()
console.log('Ready. `npm run demo` starts everything, `npm test` runs the whole suite.')
