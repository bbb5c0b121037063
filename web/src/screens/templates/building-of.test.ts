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
const options = '[{"id":"one","title":"Single"},{"id":"two","title":"Double"}]'
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
  card: {
    header_text: 'Spring',
    body: 'Rooms',
    footer: 'Aurora',
    actions: [yes, { type: 'VOICE_CALL', title: 'Talk' }],
  },
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
  pages: {
    body: 'Check in',
    subtitle: 'Two minutes',
    button_text: 'Begin',
    media_url: 'https://a.test/1.jpg',
    type: 'APPOINTMENT_BOOKING',
    pages: [
      {
        id: 'first',
        title: 'You',
        subtitle: 'Who comes',
        next_page_id: 'second',
        layout: [
          { type: 'TEXT_HEADING', text: 'Welcome' },
          { type: 'TEXT_SUBHEADING', text: 'To Aurora' },
          { type: 'RICH_TEXT', text_list: ['One', 'Two'] },
          { type: 'MEDIA', url: 'https://a.test/2.jpg' },
          {
            type: 'SHORT_TEXT',
            label: 'Mail',
            text: 'Ours only',
            name: 'mail',
            required: true,
            input_type: 'EMAIL',
          },
          { type: 'LONG_TEXT', label: 'Wishes', text: 'Any', name: 'wishes', required: false },
          { type: 'FOOTER', label: 'Go on' },
        ],
      },
      {
        id: 'second',
        title: 'Your stay',
        next_page_id: null,
        layout: [
          { type: 'SINGLE_SELECT', label: 'Bed', options, name: 'bed', required: true },
          { type: 'MULTIPLE_SELECT', label: 'Extras', text: 'Any', options, name: 'extras', required: false },
          { type: 'LIST', label: 'Floor', options },
          {
            type: 'DATE_PICKER',
            label: 'When',
            min_date: '2026-12-01',
            max_date: '{{1}}',
            unavailable_dates: '["2026-12-24"]',
            name: 'when',
          },
          { type: 'TEXT_BODY', text: 'Thank you' },
          { type: 'TEXT_CAPTION', text: 'Kept a month' },
        ],
      },
    ],
  },
  form: {
    body: 'Check in',
    subtitle: 'Now',
    button_text: 'Begin',
    flow_id: '1',
    media_url: 'https://a.test/1.jpg',
  },
  titled: {
    title: 'Spring',
    subtitle: 'Aurora',
    media: ['https://a.test/1.jpg'],
    actions: [
      { ...link, webview_size: 'TALL' },
      { type: 'VOICE_CALL', title: 'Talk' },
    ],
  },
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

const page = (id: string, layout: object[], next: string | null = null) => ({
  id,
  title: 'You',
  next_page_id: next,
  layout,
})
const text = { type: 'TEXT_BODY', text: 'Hello' }
test.each([
  ['an element of another kind', [page('a', [{ type: 'SLIDER' }])]],
  ['pages in another order', [page('a', [text]), page('b', [text], 'a')]],
  ['choices that a variable stands for', [page('a', [{ type: 'LIST', label: 'Which', options: '{{1}}' }])]],
])('a form with %s has no picture in the builder', (_, pages) => {
  expect(buildingOf(template(kinds.pages, { ...contents.pages, pages }))).toBeNull()
})

test('asking leave to call is built as it was', () => {
  const content = { body: 'May we call?', actions: [{ type: 'VOICE_CALL_REQUEST', title: 'Yes' }] }
  const building = buildingOf(template(kinds.actions, content))!
  expect(draftOf(building, building.variants[0]!).content).toEqual(content)
})

test('a type that is not built here has no picture in the builder, and a copy keeps languages that are alike', () => {
  expect(buildingOf(template('twilio/schedule', {}))).toBeNull()
  const languages = [template(kinds.text, contents.text), template(kinds.list, contents.list)]
  expect(copyOf(languages)).toMatchObject({ name: 'offer_2', variants: [{ body: 'Hello {{1}} there' }] })
})
