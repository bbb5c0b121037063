import { expect, test } from 'vitest'

import { readConnectionOverrides } from './connection-overrides.ts'

test('without a fragment the usual values stand', () => {
  expect(readConnectionOverrides('https://a.test/in')).toEqual({
    connectTimeout: 5_000,
    readTimeout: 15_000,
    totalTime: 15_000,
    retryCount: 1,
    retryPolicy: new Set(['ct']),
  })
})

test('the fragment sets them, within bounds', () => {
  expect(readConnectionOverrides('https://a.test/in#rc=9&rp=all,nonsense&ct=2000&rt=4000&tt=90000')).toEqual({
    connectTimeout: 2_000,
    readTimeout: 4_000,
    totalTime: 15_000,
    retryCount: 5,
    retryPolicy: new Set(['all']),
  })
  expect(readConnectionOverrides('https://a.test/in#rt=1&rc=0&rp=4xx,5xx')).toMatchObject({
    readTimeout: 100,
    retryCount: 0,
    retryPolicy: new Set(['4xx', '5xx']),
  })
})
