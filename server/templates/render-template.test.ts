import { contentTypes, type ContentType } from '@parley/contract/templates.ts'
import { describe, expect, test } from 'vitest'
import { fileOf } from './file-of.ts'
import { placeholdersIn, renderTemplate, variablesOf } from './render-template.ts'

const nothing = {
  header: null,
  footer: null,
  mediaUrl: null,
  media: null,
  buttons: [],
  cards: [],
  place: null,
  items: [],
  pages: [],
}
const picture = (name: string) => ({
  mediaUrl: `https://aurora.test/${name}`,
  media: { kind: 'image', name },
})
const link = { type: 'URL', title: 'Open', url: 'https://aurora.test/b/{{2}}' }
const opened = { label: 'Open', kind: 'url', target: 'https://aurora.test/b/77' }

/** Every type a content may have: its fields, and what the phone shows with 1 = Ana and 2 = 77. */
const element = { text: '', help: '', choices: [], required: false }

const rows: Record<ContentType, [content: Record<string, unknown>, expected: object]> = {
  'twilio/text': [{ body: 'Hello {{1}}' }, { ...nothing, body: 'Hello Ana' }],
  'twilio/media': [
    { body: 'The garden of {{1}}', media: ['https://aurora.test/{{2}}.jpg'] },
    { ...nothing, body: 'The garden of Ana', ...picture('77.jpg') },
  ],
  'twilio/quick-reply': [
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
  'twilio/call-to-action': [
    {
      body: 'Your booking',
      actions: [
        link,
        { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550101' },
        { type: 'COPY_CODE', title: 'Copy', code: 'SPRING{{2}}' },
        { type: 'VOICE_CALL', title: 'Talk to us' },
      ],
    },
    {
      ...nothing,
      body: 'Your booking',
      buttons: [
        opened,
        { label: 'Call', kind: 'phone_number', target: '+12025550101' },
        { label: 'Copy', kind: 'copy_code', target: 'SPRING77' },
        { label: 'Talk to us', kind: 'voice_call', target: null },
      ],
    },
  ],
  'twilio/card': [
    {
      title: 'Spring',
      body: null,
      subtitle: 'Hotel Aurora',
      media: ['https://aurora.test/a.png'],
      actions: [link],
    },
    { ...nothing, body: 'Spring', footer: 'Hotel Aurora', ...picture('a.png'), buttons: [opened] },
  ],
  'whatsapp/card': [
    { header_text: 'Spring', body: 'Rooms for {{1}}', footer: 'Hotel Aurora', actions: [] },
    { ...nothing, header: 'Spring', body: 'Rooms for Ana', footer: 'Hotel Aurora' },
  ],
  'twilio/list-picker': [
    {
      body: 'Which day, {{1}}?',
      button: 'Days',
      items: [
        { id: '1', item: 'Friday', description: 'Room {{2}}' },
        { id: '2', item: 'Saturday' },
      ],
    },
    {
      ...nothing,
      body: 'Which day, Ana?',
      buttons: [{ label: 'Days', kind: 'list', target: null }],
      items: [
        { title: 'Friday', description: 'Room 77', section: '' },
        { title: 'Saturday', description: '', section: '' },
      ],
    },
  ],
  'twilio/carousel': [
    {
      body: 'Our rooms',
      cards: [
        { title: 'One', body: 'Sea view', media: 'https://aurora.test/1.jpg', actions: [link] },
        { title: 'Two', body: 'For {{1}}', media: ['https://aurora.test/2.mp4'], actions: [] },
      ],
    },
    {
      ...nothing,
      body: 'Our rooms',
      cards: [
        { header: 'One', body: 'Sea view', footer: null, ...picture('1.jpg'), buttons: [opened] },
        {
          header: 'Two',
          body: 'For Ana',
          footer: null,
          mediaUrl: 'https://aurora.test/2.mp4',
          media: { kind: 'video', name: '2.mp4' },
          buttons: [],
        },
      ],
    },
  ],
  'twilio/catalog': [
    {
      title: 'The bar',
      body: 'For {{1}}',
      subtitle: 'All day',
      id: '4711',
      items: [{ id: 'tea', name: 'Tea', description: 'Green', price: 4.5, section_title: 'Hot' }],
    },
    {
      ...nothing,
      header: 'The bar',
      body: 'For Ana',
      footer: 'All day',
      buttons: [{ label: 'Ver catálogo', kind: 'catalog', target: null }],
      items: [{ title: 'Tea', description: 'Green · 4.50', section: 'Hot' }],
    },
  ],
  'twilio/location': [
    { latitude: 38.7, longitude: -9.1, label: 'Hotel of {{1}}', address: 'Rua {{2}}' },
    {
      ...nothing,
      body: 'Hotel of Ana',
      place: { latitude: 38.7, longitude: -9.1, label: 'Hotel of Ana', address: 'Rua 77' },
    },
  ],
  'whatsapp/authentication': [
    {
      add_security_recommendation: true,
      code_expiration_minutes: 10,
      actions: [{ type: 'COPY_CODE', copy_code_text: 'Copiar' }],
    },
    {
      ...nothing,
      body: 'Ana é o seu código de verificação. Para sua segurança, não o compartilhe.',
      footer: 'Este código expira em 10 minutos.',
      buttons: [{ label: 'Copiar', kind: 'copy_code', target: 'Ana' }],
    },
  ],
  'whatsapp/flows': [
    { body: 'Check in, {{1}}', button_text: 'Begin', flow_id: '1', subtitle: 'Two minutes' },
    {
      ...nothing,
      body: 'Check in, Ana',
      footer: 'Two minutes',
      buttons: [{ label: 'Begin', kind: 'flow', target: null }],
    },
  ],
  'twilio/flows': [
    {
      body: 'Check in',
      button_text: 'Begin',
      type: 'OTHER',
      media_url: 'https://aurora.test/a.png',
      pages: [
        {
          id: 'a',
          title: 'You',
          next_page_id: 'b',
          layout: [
            { type: 'TEXT_HEADING', text: 'Welcome' },
            { type: 'SHORT_TEXT', label: 'Name', text: 'As in your passport', required: true },
            { type: 'FOOTER', label: 'Go on' },
          ],
        },
        {
          id: 'b',
          title: 'Your stay',
          subtitle: 'For {{1}}',
          layout: [
            { type: 'SINGLE_SELECT', label: 'Bed', options: '[{"id":"one","title":"{{1}}"}]' },
            { type: 'MEDIA', url: 'https://aurora.test/b.png' },
            { type: 'RICH_TEXT', text_list: ['One', 'Two'] },
            { type: 'LIST', label: 'Floor', options: 'no list' },
          ],
        },
      ],
    },
    {
      ...nothing,
      body: 'Check in',
      ...picture('a.png'),
      buttons: [{ label: 'Begin', kind: 'flow', target: null }],
      pages: [
        {
          title: 'You',
          subtitle: '',
          elements: [
            { ...element, kind: 'text_heading', text: 'Welcome' },
            { ...element, kind: 'short_text', text: 'Name', help: 'As in your passport', required: true },
          ],
          button: 'Go on',
        },
        {
          title: 'Your stay',
          subtitle: 'For Ana',
          elements: [
            { ...element, kind: 'single_select', text: 'Bed', choices: ['Ana'] },
            { ...element, kind: 'media', text: 'https://aurora.test/b.png' },
            { ...element, kind: 'rich_text', text: 'One\nTwo' },
            { ...element, kind: 'list', text: 'Floor' },
          ],
          button: '',
        },
      ],
    },
  ],
  'twilio/schedule': [
    { id: '1', title: 'A visit', timeSlots: 'x' },
    { ...nothing, body: 'A visit' },
  ],
}

test.each(Object.keys(contentTypes) as ContentType[])('%s as the phone shows it', (contentType) => {
  const [content, expected] = rows[contentType]
  const drawable = { contentType, content, language: 'pt_BR' }
  const samples = { '1': 'you', '2': '0' }
  expect(renderTemplate(drawable, samples, { '1': 'Ana', '2': '77' })).toEqual(expected)
})

const body = (written: string) => ({ contentType: 'twilio/text', content: { body: written }, language: 'en' })

describe('values', () => {
  test('a missing value falls back to its sample, and without one stays as it is written', () => {
    expect(renderTemplate(body('{{1}} and {{ 2 }}'), { '1': 'sample' }).body).toBe('sample and {{ 2 }}')
    expect(renderTemplate(body('{{constructor}}'), {}).body).toBe('{{constructor}}')
  })

  test('a value cannot bring a placeholder of its own to life', () => {
    expect(renderTemplate(body('{{1}} {{2}}'), {}, { '1': '{{2}}', '2': 'secret' }).body).toBe('{{2}} secret')
  })

  test('the keys it asks for, once each, in their order', () => {
    const content = { body: '{{2}} {{1}} {{2}}', actions: [{ url: 'https://a.test/{{code}}' }] }
    expect(placeholdersIn(content)).toEqual(['2', '1', 'code'])
    expect(variablesOf({ contentType: 'whatsapp/card', content })).toEqual(['2', '1', 'code'])
  })

  test('a one-time code is asked for although no text names it', () => {
    const content = { actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy' }] }
    const codes = { contentType: 'whatsapp/authentication', content, language: 'xx' }
    expect(variablesOf(codes)).toEqual(['1'])
    expect(renderTemplate(codes, {}).body).toBe('{{1}} is your verification code.')
  })
})

test.each([
  ['https://aurora.test/files/price%20list.pdf?v=2', 'document', 'price list.pdf'],
  ['https://aurora.test/tour.MP4', 'video', 'tour.MP4'],
  ['https://aurora.test/a/cdn-4711', 'file', 'cdn-4711'],
  ['https://aurora.test/', 'file', 'https://aurora.test/'],
  ['https://aurora.test/%E0%A4%A.png', 'image', '%E0%A4%A.png'],
])('the file at %s', (url, kind, name) => {
  expect(fileOf(url)).toEqual({ kind, name })
})
