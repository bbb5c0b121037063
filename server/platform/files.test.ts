import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileKey, type Files, openFiles } from './files.ts'
import { newId } from './ids.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-files-'))
let files: Files
beforeAll(async () => {
  files = await openFiles({ kind: 'folder', path: join(folder, 'media') })
})
afterAll(() => rmSync(folder, { recursive: true }))

const read = async (key: string) => {
  const stream = await files.getFile(key)
  return stream === null ? null : (await buffer(stream)).toString()
}

test('a file is kept, read and deleted', async () => {
  const key = fileKey(newId(), 'message', 'a.jpg')
  expect(await read(key)).toBeNull()
  await files.putFile(key, Readable.from([Buffer.from('one'), Buffer.from('two')]))
  expect(await read(key)).toBe('onetwo')
  await files.putFile(key, Buffer.from('again'))
  expect(await read(key)).toBe('again')
  await files.deleteFile(key)
  await files.deleteFile(key)
  expect(await read(key)).toBeNull()
})

test('what breaks off while it is written is not kept', async () => {
  const key = fileKey(newId(), 'list.csv')
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('phone')
      throw new Error('gone')
    })(),
  )
  await expect(files.putFile(key, broken)).rejects.toThrow()
  expect(await read(key)).toBeNull()
})

test('one organization is removed with all its files, and no other', async () => {
  const [one, other] = [newId(), newId()]
  await files.putFile(fileKey(one, 'a'), Buffer.from('1'))
  await files.putFile(fileKey(other, 'a'), Buffer.from('2'))
  await files.deleteFolder(one)
  expect([await read(fileKey(one, 'a')), await read(fileKey(other, 'a'))]).toEqual([null, '2'])
})

test.each(['..', '.hidden', 'a/b', '', 'a\\b', 'a b', 'ä'])('"%s" cannot be part of a key', (part) => {
  expect(() => fileKey(newId(), part)).toThrow(/cannot be part/)
})

test('a key cannot leave the folder', async () => {
  await expect(files.putFile('../outside', Buffer.from('x'))).rejects.toThrow()
  await expect(files.getFile('../../etc/passwd')).rejects.toThrow()
})
