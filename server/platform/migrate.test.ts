import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { ConfigContradiction } from './config.ts'
import { migrate, SchemaMismatch } from './migrate.ts'

let url: string
let name: string
let folder: string

async function ask<Row>(at: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: at })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'))
  name = `parley_test_${randomBytes(6).toString('hex')}`
  await ask(inject('serverUrl'), `create database ${name}`)
  const address = new URL(inject('serverUrl'))
  address.pathname = `/${name}`
  url = address.href
})
afterEach(async () => {
  await ask(inject('serverUrl'), `drop database ${name} with (force)`)
  rmSync(folder, { recursive: true })
})

const file = (called: string, text: string) => writeFileSync(join(folder, called), text)
const run = () => migrate({ url, folder })

test('files are applied once, in order, by however many programs start together', async () => {
  file('0001-first.sql', 'create table a (n integer);')
  file('0002-second.sql', 'alter table a add column m integer;')
  const runs = await Promise.all([run(), run(), run()])
  expect(runs.map(({ applied }) => applied).toSorted((a, b) => b.length - a.length)).toEqual([[1, 2], [], []])
  file('0003-third.sql', 'insert into a values (1, 2);')
  expect(await run()).toEqual({ applied: [3] })
  expect(await ask(url, 'select * from a')).toEqual([{ n: 1, m: 2 }])
})

test('a failing file leaves nothing behind, and those before it stay', async () => {
  file('0001-first.sql', 'create table a (n integer);')
  file('0002-second.sql', 'create table b (n integer); select nonsense;')
  await expect(run()).rejects.toThrow(/Migration 2 \(second\) failed and was undone.*nonsense/)
  expect(
    await ask(url, "select to_regclass('a') is not null as a, to_regclass('b') is not null as b"),
  ).toEqual([{ a: true, b: false }])
})

test('a file changed after it was applied stops the start', async () => {
  file('0001-first.sql', 'create table a (n integer);')
  await run()
  file('0001-first.sql', 'create table a (n bigint);')
  await expect(run()).rejects.toThrow(/Migration 1 \(first\) was changed.*new migration/)
})

test('an older program runs beside a newer migration, unless that one breaks it', async () => {
  file('0001-first.sql', 'create table a (n integer);')
  file('0002-harmless.sql', 'create table b (n integer);')
  await run()
  rmSync(join(folder, '0002-harmless.sql'))
  expect(await run()).toEqual({ applied: [] })
  file('0002-harmless.sql', 'create table b (n integer);')
  file('0003-hard.sql', '-- breaking: a is no more\ndrop table a;')
  await run()
  rmSync(join(folder, '0003-hard.sql'))
  const error = await run().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(SchemaMismatch)
  expect(error).toMatchObject({ exitCode: 57, message: expect.stringMatching(/newer version of Parley/) })
})

test.each([
  ['two files of one number', ['0001-a.sql', '0001-b.sql'], /number 1/],
  ['a file without a number', ['first.sql'], /NNNN-name\.sql/],
])('%s are refused', async (_what, names, sentence) => {
  for (const each of names) file(each, 'select 1;')
  await expect(run()).rejects.toThrow(sentence)
})

test('an owner who may not create roles is told so', async () => {
  const user = `${name}_owner`
  await ask(
    inject('serverUrl'),
    `create role ${user} login password 'x'; alter database ${name} owner to ${user}`,
  )
  const address = new URL(url)
  address.username = user
  address.password = 'x'
  const error = await migrate({ url: address.href, folder }).catch((caught: unknown) => String(caught))
  expect(error).toMatch(/may not create the roles parley_app and parley_finder\. Let it create roles/)
  await ask(url, `reassign owned by ${user} to current_user; drop owned by ${user}; drop role ${user}`)
})

test('both roles are without login and bound by row-level security', async () => {
  await run()
  const roles = await ask(
    url,
    "select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'parley\\_%' order by 1",
  )
  expect(roles).toEqual(
    ['parley_app', 'parley_finder'].map((rolname) => ({
      rolname,
      rolcanlogin: false,
      rolsuper: false,
      rolbypassrls: false,
    })),
  )
})

test('a database user that may not do what is needed is told what to grant', async () => {
  const user = `parley_poor_${randomBytes(6).toString('hex')}`
  await ask(inject('serverUrl'), `create role ${user} login password 'poor'`)
  try {
    const address = new URL(url)
    address.username = user
    address.password = 'poor'
    const start = () => migrate({ url: address.href, folder })
    await expect(start()).rejects.toThrow(/^The database user .* may not create the roles/)
    await ask(inject('serverUrl'), `grant parley_app, parley_finder to ${user}`)
    const refused = start()
    await expect(refused).rejects.toBeInstanceOf(ConfigContradiction)
    await expect(refused).rejects.toThrow(/^The user in DATABASE_URL may not set up .* permission denied/)
    await ask(inject('serverUrl'), `alter database ${name} owner to ${user}`)
    await expect(start()).resolves.toEqual({ applied: [] })
  } finally {
    await ask(inject('serverUrl'), `alter database ${name} owner to current_user`)
    await ask(url, `drop owned by ${user} cascade`)
    await ask(inject('serverUrl'), `drop role ${user}`)
  }
})
