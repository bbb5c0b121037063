import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { openApi } from '../contract/openapi.ts'
import { writeTables } from './generate-tables.ts'

// Everything that is made from something else: the OpenAPI document and the SDK's types come from the contract,
// the row types from the migrations.
const document = 'docs/generated/openapi.json'
mkdirSync('docs/generated', { recursive: true })
writeFileSync(document, JSON.stringify(openApi(), null, 2) + '\n')
execFileSync(
  process.execPath,
  ['tools/codegen/node_modules/openapi-typescript/bin/cli.js', document, '-o', 'sdk/src/generated/api.ts'],
  { stdio: 'inherit' },
)
await writeTables()
