import { describe, expect, test } from 'vitest'
import { type Folded, foldStatuses, type Reported } from './fold-statuses.ts'

const report = (status: string, errorCode = 0): Reported => ({ status, errorCode })

function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) yield [...items]
  else
    for (const [at, item] of items.entries())
      for (const rest of orders(items.toSpliced(at, 1))) yield [item, ...rest]
}

describe('what a set of reports comes to', () => {
  test.each<[string, Reported[], Folded]>([
    ['nothing yet but acceptance', [report('queued')], { status: 'accepted', errorCode: null }],
    [
      'the highest',
      [report('sent'), report('delivered'), report('queued')],
      { status: 'delivered', errorCode: null },
    ],
    ['read without delivered', [report('read')], { status: 'read', errorCode: null }],
    [
      'read after failed: it was read',
      [report('failed', 63018), report('read')],
      { status: 'read', errorCode: null },
    ],
    ['failed after sent', [report('sent'), report('failed', 63016)], { status: 'failed', errorCode: 63016 }],
    ['undelivered', [report('undelivered', 63049)], { status: 'undelivered', errorCode: 63049 }],
    ['a word nobody knows proves acceptance', [report('pondering')], { status: 'accepted', errorCode: null }],
  ])('%s', (_, reports, folded) => {
    expect(foldStatuses(reports)).toEqual(folded)
  })

  test('all 40,320 orders of eight reports come to the same, repeated or not', () => {
    const eight = [
      report('queued'),
      report('sending'),
      report('sent'),
      report('delivered'),
      report('failed', 63018),
      report('undelivered', 63018),
      report('failed', 30008),
      report('canceled'),
    ]
    const expected = foldStatuses(eight)
    let count = 0
    for (const order of orders(eight)) {
      count += 1
      const folded = foldStatuses(order)
      if (folded.status !== expected.status || folded.errorCode !== expected.errorCode)
        throw new Error(JSON.stringify(order))
    }
    expect(count).toBe(40_320)
    expect(foldStatuses([...eight, ...eight])).toEqual(expected)
  })
})
