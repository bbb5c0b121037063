import { expect, test } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { addSender, asOwner } from '../../tests/rows.ts'
import { newId } from '#platform/ids.ts'
import { takeApproval } from './follow-approval.ts'
import { secondsUntilLook } from './template.ts'
import { listTemplates, takeOverTemplates } from './template-store.ts'

const queue = 'test.moved'
const now = new Date('2026-11-21T10:00:00Z')

test('whoever needs a template is told when Meta sees it otherwise, and only then', async () => {
  await using fresh = await freshDatabase({ subscriptions: { 'template.moved': [queue] } })
  const organizationId = newId()
  const told = () =>
    asOwner(fresh.url, async (client) => {
      const { rows } = await client.query<{ facts: object }>(
        `select data->'facts' as facts from pgboss.job where name = $1 order by id`,
        [queue],
      )
      return rows.map(({ facts }) => facts)
    })
  const id = await fresh.db.withOrganization(organizationId, async (tx) => {
    const { connectorId } = await addSender(tx, 'whatsapp:+12025550101')
    const template = {
      twilioSid: 'HX1',
      name: 'offer',
      language: 'en',
      contentType: 'twilio/text',
      content: { body: 'Hello' },
      variables: {},
      category: 'UTILITY',
      status: 'approved',
      rejectionReason: '',
      updatedAt: now,
    }
    await takeOverTemplates(tx, connectorId, [template], { at: now, since: new Date() })
    return (await listTemplates(tx))[0]!.id
  })
  const approval = { category: 'UTILITY', status: 'approved', rejectionReason: '' }
  await fresh.db.withOrganization(organizationId, (tx) => takeApproval(tx, id, approval, now))
  expect(await told()).toEqual([])
  await fresh.db.withOrganization(organizationId, (tx) =>
    takeApproval(tx, id, { ...approval, status: 'paused' }, now),
  )
  expect(await told()).toEqual([{ templateId: id, contentSid: 'HX1', approval: 'paused' }])
})

test('a verdict of the first half hour is seen within a minute, and one of the second day within half an hour', () => {
  let passed = 0
  for (let round = 0; passed < 48 * 3600; round++) {
    const wait = secondsUntilLook(round)
    expect(wait).toBeLessThanOrEqual(passed < 30 * 60 ? 60 : 30 * 60)
    passed += wait
    // Meta's patience with us counts as well.
    expect(round).toBeLessThan(200)
  }
})
