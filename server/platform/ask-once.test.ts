import { expect, test } from 'vitest'
import { askOnce } from './ask-once.ts'

test('the same question is put once, also when there is no answer; one that failed is put again', () => {
  const put: string[] = []
  const ask = askOnce((question: string) => {
    put.push(question)
    if (question === 'fails' && put.length < 3) throw new Error('Not now')
    return question === 'nothing' ? null : question.toUpperCase()
  })
  expect([ask('nothing'), ask('nothing')]).toEqual([null, null])
  expect(() => ask('fails')).toThrow('Not now')
  expect([ask('fails'), ask('fails')]).toEqual(['FAILS', 'FAILS'])
  expect(put).toEqual(['nothing', 'fails', 'fails'])
})
