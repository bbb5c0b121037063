import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whose organizations have been set up whole. What people change in them afterwards is theirs. */
export interface Seeded {
  /** The person who was set up under this e-mail address; another database has another one. */
  personOf(email: string): string | undefined
  finish(email: string, userId: string): void
}

/** For a world that is built once and thrown away. */
export const nothingSeeded: Seeded = { personOf: () => undefined, finish: () => undefined }

/** Keeps the marks in a file beside the data they speak of. */
export function seededIn(file: string): Seeded {
  const marks = read(file)
  return {
    personOf: (email) => marks[email],
    finish(email, userId) {
      marks[email] = userId
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify(marks, null, 2)}\n`)
    },
  }
}

/** A file that a kill left torn says nothing: what is there already is found by its name. */
function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}
