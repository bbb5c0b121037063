import { expect, test } from 'vitest'
import { renderTemplate, variablesOf } from './render-template.ts'

const nothing = { header: null, footer: null, mediaUrl: null, buttons: [], cards: [] }

test.each<[string, Record<string, unknown>, object]>([
  ['text', { body: 'Hello {{1}}' }, { ...nothing, body: 'Hello Ana' }],
  [
    'quick replies',
    { body: 'Still coming?', actions: [{ title: 'Yes', id: 'y' }, { title: 'No' }] },
    {
      ...nothing,
      body: 'Still coming?',
      buttons: [
        { label: 'Yes', kind: 'quick_reply', target: null },
        { label: 'No', kind: 'quick_reply', target: null },
      ],
    },
  ],
  [
    'links and numbers',
    {
      body: 'Your booking',
      actions: [
        { type: 'URL', title: 'Open', url: 'https://aurora.test/b/{{2}}' },
        { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550101' },
      ],
    },
    {
      ...nothing,
      body: 'Your booking',
      buttons: [
        { label: 'Open', kind: 'url', target: 'https://aurora.test/b/77' },
        { label: 'Call', kind: 'phone_number', target: '+12025550101' },
      ],
    },
  ],
  [
    'a picture with a caption',
    { body: 'The garden', media: ['https://aurora.test/garden.jpg'] },
    { ...nothing, body: 'The garden', mediaUrl: 'https://aurora.test/garden.jpg' },
  ],
  [
    'a card',
    { header_text: 'Spring', body: 'Rooms from 90', footer: 'Hotel Aurora', actions: [] },
    { ...nothing, header: 'Spring', body: 'Rooms from 90', footer: 'Hotel Aurora' },
  ],
  [
    'a list to pick from',
    { body: 'Which day?', button: 'Days', items: [{ id: '1', item: 'Friday' }] },
    { ...nothing, body: 'Which day?', buttons: [{ label: 'Days', kind: 'list', target: null }] },
  ],
  [
    'a carousel',
    { body: 'Our rooms', cards: [{ title: 'One', body: 'Sea view', media: 'x', actions: [] }] },
    {
      ...nothing,
      body: 'Our rooms',
      cards: [{ header: 'One', body: 'Sea view', footer: null, mediaUrl: null, buttons: [] }],
    },
  ],
])('%s', (_, content, expected) => {
  expect(renderTemplate(content, { '1': 'you', '2': '0' }, { '1': 'Ana', '2': '77' })).toEqual(expected)
})

test('a missing value falls back to its sample, and without one stays as it is written', () => {
  expect(renderTemplate({ body: '{{1}} and {{ 2 }}' }, { '1': 'sample' }).body).toBe('sample and {{ 2 }}')
})

test('a value cannot bring a placeholder of its own to life', () => {
  expect(renderTemplate({ body: '{{1}} {{2}}' }, {}, { '1': '{{2}}', '2': 'secret' }).body).toBe(
    '{{2}} secret',
  )
})

test('the keys it asks for, once each, in their order', () => {
  expect(variablesOf({ body: '{{2}} {{1}} {{2}}', actions: [{ url: 'https://a.test/{{code}}' }] })).toEqual([
    '2',
    '1',
    'code',
  ])
})
