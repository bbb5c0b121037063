import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { refusals } from '../contract/refusals.ts'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/refusals.md'), 'utf8')
const sections = new Map([...page.matchAll(/^## (\w+)\n\n(.+)$/gm)].map((match) => [match[1]!, match[2]!]))

test('every refusal has a section on the page, and the page has no other', () => {
  expect([...sections.keys()].sort()).toEqual(Object.keys(refusals).sort())
})

test('the page says what the catalogue says', () => {
  for (const [code, { title, remedy, status }] of Object.entries(refusals)) {
    expect(sections.get(code)).toBe(`${title} (HTTP ${status}). ${remedy}`)
  }
})

test('every refusal is made somewhere', () => {
  const server = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('node_modules'))
    .map((file) => readFileSync(join(root, 'server', file), 'utf8'))
    .join('\n')
  expect(Object.keys(refusals).filter((code) => !server.includes(`'${code}'`))).toEqual([])
})
