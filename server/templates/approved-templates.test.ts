import { expect, test } from 'vitest'
import { freshDatabase } from '../../tests/database.ts'
import { addSender } from '../../tests/rows.ts'
import { newId } from '#platform/ids.ts'
import { approvedTemplates } from './approved-templates.ts'
import { chooseTemplate } from './choose-template.ts'
import { takeOverTemplates } from './template-store.ts'
import type { SyncedTemplate } from './template.ts'

const now = new Date('2026-11-21T10:00:00Z')
const template = (name: string, change: Partial<SyncedTemplate> = {}): SyncedTemplate => ({
  twilioSid: name,
  name,
  language: 'en',
  contentType: 'whatsapp/card',
  content: { header_text: 'Hotel Aurora', body: 'Hello {{1}}, your booking on {{2}} is confirmed.' },
  variables: { '1': 'Bea', '2': '12 March' },
  category: 'UTILITY',
  status: 'approved',
  rejectionReason: '',
  updatedAt: now,
  ...change,
})

test('only what Meta approved, in a category that is known, of this connector, can be chosen and is filled', async () => {
  await using fresh = await freshDatabase()
  await fresh.db.withOrganization(newId(), async (tx) => {
    const { connectorId } = await addSender(tx, 'whatsapp:+12025550101')
    const since = { at: now, since: new Date() }
    await takeOverTemplates(
      tx,
      connectorId,
      [
        template('good'),
        template('pending', { status: 'pending' }),
        template('paused', { status: 'paused' }),
        template('strange', { category: 'OTP' }),
      ],
      since,
    )
    const candidates = await approvedTemplates(tx, connectorId)
    expect(candidates).toMatchObject([
      { name: 'good', body: 'Hotel Aurora\nHello {{1}}, your booking on {{2}} is confirmed.' },
    ])
    expect(await approvedTemplates(tx, newId())).toEqual([])
    const intention = {
      text: 'Hi Ana, all fine, your booking on Friday is confirmed.',
      language: 'en',
      categories: ['UTILITY'],
      facts: {},
    }
    expect(await chooseTemplate(intention, candidates)).toMatchObject({
      values: { '1': 'Ana', '2': 'Friday' },
    })
  })
})
