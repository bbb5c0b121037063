import { QueryClient, QueryObserver, queryOptions } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { putAnswer } from './put-answer.ts'

test('a read that was asked for before a change does not come after it, and is asked for anew', async () => {
  const client = new QueryClient()
  const reads: ((holder: string) => void)[] = []
  const options = queryOptions({
    queryKey: ['conversation', 'c1'],
    queryFn: () => new Promise<string>((answer) => reads.push(answer)),
  })
  const shown: (string | undefined)[] = []
  const stop = new QueryObserver(client, options).subscribe(({ data }) => void shown.push(data))
  await vi.waitFor(() => expect(reads).toHaveLength(1))

  await putAnswer(client, options, 'member')
  reads[0]!('agent')
  await vi.waitFor(() => expect(reads).toHaveLength(2))
  expect(client.getQueryData(options.queryKey)).toBe('member')
  reads[1]!('member, and a note')
  await vi.waitFor(() => expect(shown.at(-1)).toBe('member, and a note'))
  expect(shown).not.toContain('agent')
  stop()
})
