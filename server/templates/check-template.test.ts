import type { TemplateDraft } from '@parley/contract/templates.ts'
import { expect, test } from 'vitest'
import { checkTemplate } from './check-template.ts'

const good: TemplateDraft = {
  name: 'booking_confirmed',
  language: 'pt_BR',
  category: 'UTILITY',
  contentType: 'twilio/text',
  content: { body: 'Hello {{1}}, your booking on {{2}} is confirmed now.' },
  variables: { '1': 'Ana', '2': '12 March' },
}
const body = (text: string, variables: Record<string, string> = { '1': 'Ana', '2': 'B', '3': 'C' }) => ({
  content: { body: text },
  variables,
})
const actions = (contentType: string, list: object[], variables: Record<string, string> = {}) => ({
  contentType,
  content: { body: 'Your booking', actions: list },
  variables,
})
const link = (url: string, title = 'Open') => ({ type: 'URL', title, url })
const phone = { type: 'PHONE_NUMBER', title: 'Call', phone: '+12025550101' }
const card = (actionList: object[] = [{ type: 'QUICK_REPLY', title: 'Yes' }]) => ({
  body: 'Sea view',
  media: 'https://aurora.test/1.jpg',
  actions: actionList,
})
const line = (id: string, item: string, description = '') => ({ id, item, description })
const codes = { type: 'COPY_CODE', copy_code_text: 'Copy code' }

const heading = { type: 'TEXT_HEADING', text: 'Welcome' }
const name = { type: 'SHORT_TEXT', label: 'Name', text: 'As in your passport', input_type: null }
const choices = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, at) => ({ id: `c${at}`, title: `Choice ${at}` })))
const which = { type: 'SINGLE_SELECT', label: 'Which view?', options: choices(2) }
const when = {
  type: 'DATE_PICKER',
  label: 'When?',
  min_date: '2026-12-01',
  max_date: '2026-12-31',
  unavailable_dates: '["2026-12-24"]',
}
const footer = { type: 'FOOTER', label: 'Send' }
const page = (pageId: string, layout: object[], next: string | null = null) => ({
  id: pageId,
  title: 'You',
  next_page_id: next,
  layout,
})
const form = (pages: object[], type = 'SURVEY') => ({
  contentType: 'twilio/flows',
  content: { body: 'Check in', button_text: 'Begin', type, pages },
  variables: {},
})

test.each<[string, Partial<TemplateDraft>, string[]]>([
  ['a good text', {}, []],
  ['no variables', body('Hello', {}), []],
  ['no name', { name: '' }, ['name missing']],
  ['a name with capitals', { name: 'Booking' }, ['name name_pattern']],
  ['a long name', { name: 'a'.repeat(513) }, ['name too_long']],
  ['a language with a hyphen', { language: 'pt-BR' }, ['language language_unknown']],
  ['not submitted yet', { category: '' }, []],
  ['an old category', { category: 'OTP' }, ['category category_unknown']],
  ['own words for codes', { category: 'AUTHENTICATION' }, ['category authentication_type']],
  [
    'a list, for the window only',
    {
      contentType: 'twilio/list-picker',
      content: { body: '{{1}}', button: 'Days', items: [line('a', 'Friday')] },
    },
    ['contentType type_not_submittable'],
  ],
  [
    'a list of long and equal lines',
    {
      contentType: 'twilio/list-picker',
      content: {
        body: 'Hello',
        button: 'b'.repeat(21),
        items: [line('a', 'i'.repeat(25)), line('a', 'Two', 'd'.repeat(73)), line('', '')],
      },
    },
    [
      'contentType type_not_submittable',
      'button too_long',
      'items.0.item too_long',
      'items.1.description too_long',
      'items.1.id line_repeated',
      'items.2.item missing',
      'items.2.id missing',
    ],
  ],
  [
    'eleven lines',
    {
      contentType: 'twilio/list-picker',
      content: { body: 'Hello', button: 'Days', items: '0123456789a'.split('').map((id) => line(id, id)) },
    },
    ['contentType type_not_submittable', 'items too_many_lines'],
  ],
  [
    'a place beyond the pole',
    { contentType: 'twilio/location', content: { latitude: 91, longitude: 'here' } },
    ['contentType type_not_submittable', 'latitude degrees', 'longitude degrees'],
  ],
  [
    'a catalog without goods',
    { contentType: 'twilio/catalog', content: { body: 'The bar' } },
    ['id missing'],
  ],
  [
    'a catalog with a thing that has no id',
    { contentType: 'twilio/catalog', content: { body: 'The bar', items: [{ name: 'Tea' }] } },
    ['items.0.id missing'],
  ],
  [
    'a form',
    {
      contentType: 'whatsapp/flows',
      content: { body: 'Check in', button_text: 'Begin {{1}}', flow_id: '' },
      variables: { '1': 'now' },
    },
    ['flow_id missing', 'button_text variable_not_allowed'],
  ],
  [
    'a form whose small line is not plain',
    {
      contentType: 'whatsapp/flows',
      content: { body: 'Check in', button_text: 'Begin', flow_id: '1', subtitle: 'Soon ✨', media_url: 'x' },
      variables: {},
    },
    ['subtitle plain_footer', 'media_url url_invalid'],
  ],
  ['a form of pages', form([page('a', [name, when, heading], 'b'), page('b', [which, footer])]), []],
  [
    'a variable that is all of a text',
    {
      ...form([
        page('a', [
          { ...name, label: '{{1}}' },
          { ...which, options: '{{2}}' },
        ]),
      ]),
      variables: { '1': 'Name', '2': '[{"id":"a","title":"Sea"}]' },
    },
    [],
  ],
  [
    'a form for nothing, with an empty page',
    { ...form([{ id: 'a', title: '' }], 'FUN') },
    ['type form_purpose', 'pages.0.title missing', 'pages.0.layout missing'],
  ],
  [
    'eleven pages, two alike',
    form('abcdefghijj'.split('').map((id) => page(id, [heading]))),
    ['pages too_many_lines', 'pages.10.id page_repeated'],
  ],
  [
    'a page of a long id that leads nowhere known',
    form([page('a'.repeat(21), [heading], 'c')]),
    ['pages.0.next_page_id page_unknown', 'pages.0.id too_long'],
  ],
  ['pages in a circle', form([page('a', [heading], 'b'), page('b', [heading], 'a')]), ['pages pages_circle']],
  ['a page nobody reaches', form([page('a', [heading]), page('b', [heading])]), ['pages.1 page_unreached']],
  [
    'a variable among other words, and one in a title',
    {
      ...form([{ ...page('a', [{ ...name, label: 'Your {{1}}' }]), title: 'For {{1}}' }]),
      variables: { '1': 'name' },
    },
    ['pages.0.title variable_not_allowed', 'pages.0.layout.0.label variable_whole'],
  ],
  [
    'questions without words',
    form([page('a', [{ type: 'SHORT_TEXT', label: '' }, { type: 'TEXT_BODY' }, { type: 'RICH_TEXT' }])]),
    [
      'pages.0.layout.0.label missing',
      'pages.0.layout.0.text missing',
      'pages.0.layout.1.text missing',
      'pages.0.layout.2.text_list missing',
    ],
  ],
  [
    'an element nobody has, a picture of another kind',
    form([page('a', [{ type: 'SLIDER' }, { type: 'MEDIA', url: 'https://aurora.test/a.gif' }])]),
    ['pages.0.layout.0.type element_unknown', 'pages.0.layout.1.url picture_kind'],
  ],
  [
    'choices that are none, are alike, or have no words',
    form([
      page('a', [
        { ...which, options: '' },
        { ...which, options: 'Sea, garden' },
        { ...which, options: '[{"id":"a","title":"Sea"},{"id":"a","title":" "}]' },
      ]),
    ]),
    [
      'pages.0.layout.0.options missing',
      'pages.0.layout.1.options choices_form',
      'pages.0.layout.2.options.1 missing',
      'pages.0.layout.2.options.1 line_repeated',
    ],
  ],
  [
    'more choices than stand on a page; a list opens more',
    form([
      page('a', [
        { ...which, options: choices(21) },
        { ...which, type: 'LIST', options: choices(21) },
      ]),
    ]),
    ['pages.0.layout.0.options too_many_lines'],
  ],
  [
    'days that are none, and days in the wrong order',
    form([
      page('a', [
        { ...when, min_date: 'tomorrow', max_date: '', unavailable_dates: '["Sunday"]' },
        { ...when, max_date: '2026-01-01' },
      ]),
    ]),
    [
      'pages.0.layout.0.min_date date_form',
      'pages.0.layout.0.max_date missing',
      'pages.0.layout.0.unavailable_dates date_form',
      'pages.0.layout.1.max_date days_out_of_order',
    ],
  ],
  [
    'calls on WhatsApp from a card: one',
    actions('whatsapp/card', [
      { type: 'VOICE_CALL', title: 'Talk to us' },
      { type: 'VOICE_CALL', title: 'Or here' },
    ]),
    ['actions too_many_buttons'],
  ],
  [
    'leave to call beside another button',
    actions('twilio/call-to-action', [{ type: 'VOICE_CALL_REQUEST', title: 'May we call?' }, phone]),
    ['actions button_alone'],
  ],
  ['a type nobody has', { contentType: 'twilio/dream' }, ['contentType type_unknown']],
  ['no body', body(' ', {}), ['body missing']],
  ['a body at the limit', body('a'.repeat(1024), {}), []],
  ['a body over the limit', body('a'.repeat(1025), {}), ['body too_long']],
  ['samples count', body(`a b c {{1}} ${'d'.repeat(1000)}`, { '1': 'x'.repeat(100) }), ['body too_long']],
  ['a stray field', { content: { body: 'Hello', footer: 'x' }, variables: {} }, ['footer field_unknown']],
  ['a null as Twilio writes it', { content: { body: 'Hello', media: null }, variables: {} }, []],
  ['a brace too few', body('Hello {{1} and so on', {}), ['body variable_malformed']],
  ['a named variable', body('Hello {{name}} and so on', { name: 'A' }), ['body variable_not_numbered']],
  ['a gap', body('Hello {{1}} and here {{3}} and so on'), ['body variables_not_in_sequence']],
  ['numbers out of order', body('Hello {{2}} and here {{1}} and so on'), []],
  ['a variable first', body('{{1}}, welcome to us all'), ['body variable_at_start']],
  ['a variable last', body('We all welcome you {{1}}.'), ['body variable_at_end']],
  ['side by side', body('We welcome you now {{1}} {{2}} here again'), ['body variables_adjacent']],
  ['too few words', body('Hello {{1}} you'), ['body too_few_words']],
  ['no sample', body('Hello {{1}} and so on', {}), ['variables.1 sample_missing']],
  ['a sample of two lines', body('Hello {{1}} and so on', { '1': 'a\nb' }), ['variables.1 sample_form']],
  ['a sample with a gap', body('Hello {{1}} and so on', { '1': 'a     b' }), ['variables.1 sample_form']],
  ['quick replies', actions('twilio/quick-reply', [{ title: 'Yes' }, { title: 'No' }]), []],
  ['none of them', actions('twilio/quick-reply', []), ['actions too_few']],
  [
    'eleven of them',
    actions(
      'twilio/quick-reply',
      Array.from({ length: 11 }, (_, at) => ({ title: `B${at}` })),
    ),
    ['actions too_many_buttons'],
  ],
  [
    'the same twice',
    actions('twilio/quick-reply', [{ title: 'Yes' }, { title: 'yes' }]),
    ['actions.1.title button_repeated'],
  ],
  ['an empty button', actions('twilio/quick-reply', [{ title: '' }]), ['actions.0.title missing']],
  ['a long button', actions('twilio/quick-reply', [{ title: 'a'.repeat(26) }]), ['actions.0.title too_long']],
  [
    'a variable on a button',
    actions('twilio/quick-reply', [{ title: 'Room {{1}}' }], { '1': '7' }),
    ['actions.0.title variable_not_allowed'],
  ],
  [
    'a link among replies',
    actions('twilio/quick-reply', [link('https://a.test/x')]),
    ['actions.0.type field_unknown'],
  ],
  ['a link and a number', actions('twilio/call-to-action', [link('https://a.test/x'), phone]), []],
  [
    'three links',
    actions(
      'twilio/call-to-action',
      ['1', '2', '3'].map((n) => link('https://a.test/x', n)),
    ),
    ['actions too_many_buttons'],
  ],
  [
    'two numbers',
    actions('twilio/call-to-action', [phone, { ...phone, title: 'B' }]),
    ['actions too_many_buttons'],
  ],
  ['a bare host', actions('twilio/call-to-action', [link('a.test')]), ['actions.0.url url_invalid']],
  [
    'a link that ends with a variable',
    actions('twilio/call-to-action', [link('https://a.test/{{1}}')], { '1': '7' }),
    [],
  ],
  [
    'a variable as the host',
    actions('twilio/call-to-action', [link('https://{{1}}/x')], { '1': 'a.test' }),
    ['actions.0.url url_variable'],
  ],
  [
    'a number without country',
    actions('twilio/call-to-action', [{ ...phone, phone: '0202555' }]),
    ['actions.0.phone phone_invalid'],
  ],
  [
    'a long code',
    actions('twilio/call-to-action', [{ type: 'COPY_CODE', title: 'Copy', code: 'A'.repeat(16) }]),
    ['actions.0.code too_long'],
  ],
  [
    'a picture',
    { contentType: 'twilio/media', content: { media: ['https://a.test/x.jpg'] }, variables: {} },
    [],
  ],
  [
    'a picture of a strange kind',
    { contentType: 'twilio/media', content: { media: ['https://a.test/x.gif'] }, variables: {} },
    ['media.0 media_kind'],
  ],
  ['no picture', { contentType: 'twilio/media', content: { body: 'x' }, variables: {} }, ['media missing']],
  [
    'a card with header and picture',
    {
      contentType: 'whatsapp/card',
      content: { body: 'Hello', header_text: 'Spring', media: ['https://a.test/x.png'] },
      variables: {},
    },
    ['header_text header_and_media'],
  ],
  [
    'a long header and a footer with a variable',
    {
      contentType: 'whatsapp/card',
      content: { body: 'Hello', header_text: 'a'.repeat(61), footer: 'By {{1}}' },
      variables: { '1': 'us' },
    },
    ['header_text too_long', 'footer variable_not_allowed'],
  ],
  [
    'replies between links',
    {
      contentType: 'whatsapp/card',
      content: {
        body: 'Hello',
        actions: [link('https://a.test'), { type: 'QUICK_REPLY', title: 'Yes' }, phone],
      },
      variables: {},
    },
    ['actions buttons_mixed'],
  ],
  [
    'two cards',
    { contentType: 'twilio/carousel', content: { body: 'Rooms', cards: [card(), card()] }, variables: {} },
    [],
  ],
  [
    'one card',
    { contentType: 'twilio/carousel', content: { body: 'Rooms', cards: [card()] }, variables: {} },
    ['cards too_few'],
  ],
  [
    'cards that differ',
    {
      contentType: 'twilio/carousel',
      content: { body: 'Rooms', cards: [card(), card([link('https://a.test')])] },
      variables: {},
    },
    ['cards cards_differ'],
  ],
  [
    'one-time codes',
    {
      contentType: 'whatsapp/authentication',
      category: 'AUTHENTICATION',
      content: { actions: [codes] },
      variables: {},
    },
    [],
  ],
  [
    'one-time codes as marketing, valid for a day',
    {
      contentType: 'whatsapp/authentication',
      category: 'MARKETING',
      content: { actions: [codes], code_expiration_minutes: 1440 },
      variables: {},
    },
    ['category category_of_codes', 'code_expiration_minutes minutes'],
  ],
])('%s', (_, change, expected) => {
  const problems = checkTemplate({ ...good, ...change })
  expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual(expected)
  for (const { sentence } of problems) expect(sentence).toMatch(/\.$/)
})
