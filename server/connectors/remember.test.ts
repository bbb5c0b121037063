import { expect, test } from 'vitest'
import { remember } from './remember.ts'

/** Something to ask, whose answers the test gives when it likes. */
function oracle() {
  const questions: { key: string; answer: (value: string | undefined) => void; fail: () => void }[] = []
  const ask = (key: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      questions.push({ key, answer: resolve, fail: () => reject(new Error('away')) })
    })
  return { questions, ask }
}

function keeping(inNeed?: { afterMs: number; keptMs: number }) {
  const { questions, ask } = oracle()
  let at = 0
  const memory = remember(ask, { keptMs: 100, now: () => at, ...(inNeed ? { inNeed } : {}) })
  return {
    questions,
    memory,
    later: (ms: number) => {
      at += ms
    },
    know: async (key: string, value: string | undefined) => {
      const answer = memory.of(key)
      questions.at(-1)!.answer(value)
      return await answer
    },
  }
}

test('many who wait for the same answer ask once, and it is good for a while', async () => {
  const { questions, memory, later } = keeping()
  const answers = [memory.of('a'), memory.of('a'), memory.of('a')]
  questions[0]!.answer('one')
  expect(await Promise.all(answers)).toEqual(['one', 'one', 'one'])
  later(99)
  expect(await memory.of('a')).toBe('one')
  expect(questions).toHaveLength(1)
  later(1)
  const anew = memory.of('a')
  questions[1]!.answer('two')
  expect(await anew).toBe('two')
})

test('an answer that was under way when everything was forgotten is not kept', async () => {
  const { questions, memory } = keeping()
  const early = memory.of('a')
  memory.forget()
  questions[0]!.answer('before the change')
  expect(await early).toBe('before the change')
  const late = memory.of('a')
  questions[1]!.answer('after it')
  expect(await late).toBe('after it')
})

test('a failure reaches who asked, and is not kept', async () => {
  const { questions, memory } = keeping()
  const failing = memory.of('a')
  questions[0]!.fail()
  await expect(failing).rejects.toThrow('away')
  const anew = memory.of('a')
  questions[1]!.answer('back')
  expect(await anew).toBe('back')
})

test('in need an old answer will do: when asking fails, and when it takes too long', async () => {
  const { questions, memory, later, know } = keeping({ afterMs: 5, keptMs: 1000 })
  await know('a', 'old')
  later(200)
  const failing = memory.of('a')
  questions[1]!.fail()
  expect(await failing).toBe('old')
  // Nobody answers this one.
  expect(await memory.of('a')).toBe('old')
})

test('in need neither "there is none" nor too old an answer will do', async () => {
  const { questions, memory, later, know } = keeping({ afterMs: 5, keptMs: 1000 })
  await know('none', undefined)
  await know('ancient', 'old')
  later(200)
  const none = memory.of('none')
  questions.at(-1)!.fail()
  await expect(none).rejects.toThrow('away')
  later(800)
  const ancient = memory.of('ancient')
  questions.at(-1)!.fail()
  await expect(ancient).rejects.toThrow('away')
})
