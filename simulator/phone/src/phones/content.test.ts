import { expect, test } from 'vitest'
import {
  actionsOf,
  fileNameOf,
  footerOf,
  formOf,
  goodsOf,
  headingOf,
  listOf,
  panelsOf,
  placeOf,
} from './content.ts'

test('a quick reply answers with its id even when its actions name no type', () => {
  const content = { type: 'twilio/quick-reply', actions: [{ title: 'Yes', id: 'yes' }, { title: 'No' }] }
  expect(actionsOf(content)).toEqual([
    { kind: 'reply', title: 'Yes', id: 'yes', target: '' },
    { kind: 'reply', title: 'No', id: 'No', target: '' },
  ])
})

test('links, calls and codes act on the phone', () => {
  const actions = [
    { type: 'URL', title: 'Open', url: 'https://aurora.test' },
    { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550101' },
    { type: 'COPY_CODE', copy_code_text: 'Copy code', code: '4711' },
    { type: 'VOICE_CALL', title: 'Talk' },
  ]
  expect(actionsOf({ type: 'twilio/card', actions }).map((one) => [one.kind, one.title, one.target])).toEqual(
    [
      ['url', 'Open', 'https://aurora.test'],
      ['phone', 'Call', '+12025550101'],
      ['code', 'Copy code', '4711'],
      ['call', 'Talk', ''],
    ],
  )
})

test('a list picker gives its button and its items', () => {
  const items = [{ id: 'late', item: 'Late check-out', description: 'until 14:00' }]
  expect(listOf({ type: 'twilio/list-picker', button: 'Options', items })).toEqual({
    button: 'Options',
    choices: [{ id: 'late', title: 'Late check-out', description: 'until 14:00' }],
  })
  expect(listOf({ type: 'twilio/text' })).toBeNull()
})

test('a card shows a heading once and its footer', () => {
  const card = { type: 'twilio/card', title: 'Spa', subtitle: 'Level 2' }
  expect(headingOf(card, 'Spa')).toBe('')
  expect(headingOf(card, 'Open till nine')).toBe('Spa')
  expect(footerOf(card)).toBe('Level 2')
})

test('a carousel gives its cards, a location its place', () => {
  const cards = [{ title: 'Room', body: 'Sea view', media: 'https://a.test/1.png', actions: [] }]
  expect(panelsOf({ type: 'twilio/carousel', cards })).toEqual([
    { title: 'Room', body: 'Sea view', media: 'https://a.test/1.png', actions: [] },
  ])
  expect(placeOf({ type: 'twilio/location', latitude: '38.7', longitude: -9.1, label: 'Hotel' })).toEqual({
    latitude: 38.7,
    longitude: -9.1,
    label: 'Hotel',
    address: '',
  })
  expect(placeOf({ type: 'twilio/location' })).toBeNull()
})

test('a catalog gives its goods, and a file is named before it is there', () => {
  const items = [{ id: 'tea', name: 'Tea', price: 4.5, description: 'Green' }, { id: 'cake' }]
  expect(goodsOf({ type: 'twilio/catalog', items })).toEqual([
    { title: 'Tea', description: 'Green', price: '4.50' },
    { title: 'cake', description: '', price: '' },
  ])
  expect(fileNameOf({ media: ['https://a.test/files/menu.pdf?v=2'] })).toBe('menu.pdf')
  expect(fileNameOf({ media_url: 'https://a.test/a.png' })).toBe('a.png')
  expect(fileNameOf({ body: 'x' })).toBe('')
})

test('a form gives its pages; one published elsewhere is a picture of a button', () => {
  const options = JSON.stringify([{ id: 'sea', title: 'Sea' }])
  const pages = [
    {
      title: 'You',
      layout: [
        { type: 'TEXT_HEADING', text: 'Welcome' },
        { type: 'SHORT_TEXT', label: 'Mail', text: 'Ours only', input_type: 'EMAIL', required: true },
        { type: 'SINGLE_SELECT', label: 'View', name: 'view', options },
        { type: 'LIST', label: 'Floor', options: '{{1}}' },
        { type: 'FOOTER', label: 'Send' },
      ],
    },
  ]
  const [page] = formOf({ type: 'twilio/flows', pages })
  expect(page).toMatchObject({ title: 'You', subtitle: '', button: 'Send' })
  expect(page!.elements).toMatchObject([
    { kind: 'heading', label: 'Welcome', help: '' },
    { kind: 'typed', name: 'Mail', label: 'Mail', help: 'Ours only', inputType: 'email', required: true },
    { kind: 'one', name: 'view', choices: [{ id: 'sea', title: 'Sea' }] },
    { kind: 'one', name: 'Floor', choices: [] },
  ])
  const kindsOf = (content: Record<string, unknown>) => actionsOf(content).map(({ kind }) => kind)
  expect(kindsOf({ type: 'twilio/flows', button_text: 'Begin', pages })).toEqual(['form'])
  expect(kindsOf({ type: 'whatsapp/flows', button_text: 'Begin' })).toEqual(['other'])
})
