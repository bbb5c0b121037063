import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutreach, type Outreach } from './outreach.ts'
import { must } from './world/session.ts'

// The report of a campaign: every recipient once, page by page and as a table that is made while it is read.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

const people = 3400

test('thousands of recipients are told, each once, and no name is run as a formula', async () => {
  const ids = await desk.addContacts(1, people, true, false)
  await desk.query(`update contact set name = '=HYPERLINK("http://evil.test","Ana")' where id = $1`, [ids[5]])
  await desk.query(`update contact set name = E'Two\\nlines, "quoted"' where id = $1`, [ids[6]])
  const id = await desk.create(1, { approval: 'all' })
  await must(desk.api.POST('/api/v1/campaigns/{campaignId}/prepare', desk.path(id)))
  await desk.comes(id, ({ progress }) => progress.review === people)

  const { data, response } = await desk.api.GET('/api/v1/campaigns/{campaignId}/report.csv', {
    ...desk.path(id),
    parseAs: 'text',
  })
  expect(response.headers.get('content-disposition')).toContain('Proposals%201.csv')
  // Made while it is read, so nobody knows how long it will be.
  expect(response.headers.get('content-length')).toBeNull()
  const table = String(data)
  const numbers = [...table.matchAll(/,(\+4930\d{7}),review,/g)].map(([, number]) => number)
  expect(numbers.length).toBe(people)
  expect(new Set(numbers).size).toBe(people)
  expect(table).toContain(`"'=HYPERLINK(""http://evil.test"",""Ana"")",`)
  expect(table).toContain(`"Two\nlines, ""quoted""",`)
  expect(table.startsWith('name,number,outcome,reason,step,template,state,replied_at,updated_at\r\n')).toBe(
    true,
  )

  const seen: string[] = []
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const query: object = { limit: 200, ...(cursor ? { cursor } : {}) }
    const page: { items: { contact: { id: string } }[]; nextCursor: string | null } = await must(
      desk.api.GET('/api/v1/campaigns/{campaignId}/report', { params: { ...desk.path(id).params, query } }),
    )
    seen.push(...page.items.map(({ contact }) => contact.id))
    cursor = page.nextCursor
  }
  expect(seen.length).toBe(people)
  expect(new Set(seen)).toEqual(new Set(ids))
})
