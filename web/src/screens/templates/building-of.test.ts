import { expect, test } from 'vitest'
import type { Template } from '../../api/templates.ts'
import { buildingOf, copyOf } from './building-of.ts'
import { draftOf } from './draft-of.ts'
import { type Kind, kinds } from './kinds.ts'

const yes = { type: 'QUICK_REPLY', title: 'Yes', id: 'yes' }
const link = { type: 'URL', title: 'Open', url: 'https://aurora.test/{{1}}' }
const card = (title: string) => ({
  title,
  body: 'Sea view',
  media: 'https://a.test/1.jpg',
  actions: [yes, link],
})
const contents: Record<Kind, Record<string, unknown>> = {
  text: { body: 'Hello {{1}} there' },
  replies: { body: 'Coming?', actions: [yes] },
  actions: {
    body: 'Your booking',
    actions: [
      link,
      { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550101' },
      { type: 'COPY_CODE', title: 'Copy', code: 'SPRING' },
      { type: 'VOICE_CALL', title: 'Talk' },
    ],
  },
  media: { media: ['https://a.test/1.jpg'] },
  card: { header_text: 'Spring', body: 'Rooms', footer: 'Aurora', actions: [yes] },
  carousel: { body: 'Rooms', cards: [card('One'), card('Two')] },
  list: {
    body: 'Which day?',
    button: 'Days',
    items: [
      { id: 'fr', item: 'Friday', description: 'Evening' },
      { id: 'sa', item: 'Saturday' },
    ],
  },
  location: { latitude: 38.7, longitude: -9.1, label: 'Aurora', address: 'Rua 7' },
  codes: {
    add_security_recommendation: true,
    code_expiration_minutes: 10,
    actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy' }],
  },
  catalog: { title: 'The bar', body: 'Today', subtitle: 'All day', id: '4711', items: [{ id: 'tea' }] },
  form: {
    body: 'Check in',
    subtitle: 'Now',
    button_text: 'Begin',
    flow_id: '1',
    media_url: 'https://a.test/1.jpg',
  },
  titled: { title: 'Spring', subtitle: 'Aurora', media: ['https://a.test/1.jpg'], actions: [link] },
}
const template = (contentType: string, content: Record<string, unknown>): Template => ({
  id: '1',
  connectorId: 'c',
  connectorName: '',
  twilioSid: 'HX1',
  name: 'offer',
  language: 'en',
  contentType,
  content,
  category: '',
  requestedCategory: '',
  status: 'unsubmitted',
  rejectionReason: '',
  variables: [{ key: '1', sample: 'x', name: '' }],
  preview: {} as Template['preview'],
  syncedAt: '',
})

test.each(Object.keys(kinds) as Kind[])('what is built as %s is what was there', (kind) => {
  const building = buildingOf(template(kinds[kind], contents[kind]))!
  expect(draftOf(building, building.variants[0]!)).toMatchObject({
    contentType: kinds[kind],
    content: contents[kind],
  })
  expect(Object.keys(draftOf(building, building.variants[0]!).content).toSorted()).toEqual(
    Object.keys(contents[kind]).toSorted(),
  )
})

test('a type that is not built here has no picture in the builder, and a copy keeps languages that are alike', () => {
  expect(buildingOf(template('twilio/flows', {}))).toBeNull()
  const languages = [template(kinds.text, contents.text), template(kinds.list, contents.list)]
  expect(copyOf(languages)).toMatchObject({ name: 'offer_2', variants: [{ body: 'Hello {{1}} there' }] })
})
