import { describe, expect, test } from 'vitest'
import type { ContactField } from './contact-field.ts'
import { guessFields, rowReader } from './read-import-row.ts'

const visits = '01990000-0000-7000-8000-00000000000a'
const room = '01990000-0000-7000-8000-00000000000b'
const plan = {
  columns: {
    '0': 'phone',
    '1': 'name',
    '2': 'language',
    '3': 'owner_email',
    '4': 'opt_in_wording',
    '5': 'opt_in_at',
    '6': 'tags',
    '7': `field:${visits}`,
    '8': `field:${room}`,
  },
  country: null,
  optInWording: '',
  optInPlace: 'list.csv',
} as const
const context = {
  plan: { ...plan, columns: { ...plan.columns } },
  owners: new Map([['nils@northwind.test', 'm1']]),
  fields: new Map<string, ContactField>([
    [visits, { id: visits, name: 'Visits', kind: 'number', options: [] }],
    [room, { id: room, name: 'Room', kind: 'select', options: ['Suite', 'Double'] }],
  ]),
}
const read = (...cells: string[]) => rowReader(context)(cells)

test('a whole row', () => {
  expect(
    read(' +55 (11) 98765-4321 ', 'Ana', 'pt_BR', 'Nils@Northwind.test', 'Yes please', '2026-01-31'),
  ).toEqual({
    address: 'whatsapp:+5511987654321',
    name: 'Ana',
    language: 'pt-BR',
    country: 'BR',
    timeZone: 'America/Sao_Paulo',
    ownerId: 'm1',
    tags: [],
    fields: {},
    wording: 'Yes please',
    place: 'list.csv',
    optInAt: new Date('2026-01-31T12:00:00Z'),
  })
})

describe('a row', () => {
  test.each([
    ['without a number', ['', 'Ana'], 'phone_missing'],
    ['with no number', ['hello', 'Ana'], 'phone_not_valid'],
    ['with a number that is too short', ['+4930', 'Ana'], 'phone_not_valid'],
    ['with no language', ['+4930123456', '', 'Portuguese!'], 'language_not_known'],
    ['with an owner nobody knows', ['+4930123456', '', '', 'who@x.test'], 'owner_not_known'],
    ['with a date that is none', ['+4930123456', '', '', '', 'Yes', '2026-13-45'], 'date_not_valid'],
    ['with a date to come', ['+4930123456', '', '', '', 'Yes', '2999-01-01'], 'date_not_valid'],
    ['with too long a tag', ['+4930123456', '', '', '', '', '', 'x'.repeat(41)], 'tags_not_valid'],
    ['with a number that is none', ['+4930123456', '', '', '', '', '', '', 'often'], 'field_not_valid'],
    ['with a choice nobody has', ['+4930123456', '', '', '', '', '', '', '3', 'Attic'], 'field_not_valid'],
    ['that agreed to nothing on a day', ['+4930123456', '', '', '', '', '2026-01-01'], 'wording_missing'],
  ])('%s', (_, cells, problem) => {
    expect(read(...cells)).toMatchObject({ problem })
  })
  test.each([
    ['5511987654321', null, 'whatsapp:+5511987654321'],
    ['00 49 30 123456', null, 'whatsapp:+4930123456'],
    ['whatsapp:+4930123456', null, 'whatsapp:+4930123456'],
    ['030 123456', 'DE', 'whatsapp:+4930123456'],
    ['(11) 98765-4321', 'BR', 'whatsapp:+5511987654321'],
  ])('with the number %s in %s', (phone, country, address) => {
    expect(rowReader({ ...context, plan: { ...context.plan, country } })([phone])).toMatchObject({
      address,
    })
  })
  test('has tags, each once, and fields of the organization’s own', () => {
    expect(read('+4930123456', '', '', '', '', '', 'VIP; press, vip', '3', 'suite')).toMatchObject({
      tags: ['press', 'vip'],
      fields: { [visits]: 3, [room]: 'Suite' },
    })
    expect(read('+4930123456', '', '', '', '', '', '', '', 'Attic')).toMatchObject({ detail: 'Room: Attic' })
  })
  test.each([
    ['Ana', 'Souza', 'Ana Souza'],
    ['', 'Souza', 'Souza'],
    ['Ana', '', 'Ana'],
    ['Ana Souza', 'souza', 'Ana Souza'],
    ['Nathan', 'Han', 'Nathan Han'],
  ])('has the name %s and the last name %s', (first, last, name) => {
    const plan = { ...context.plan, columns: { '0': 'phone', '1': 'name', '2': 'last_name' } as const }
    expect(rowReader({ ...context, plan })(['+4930123456', first, last])).toMatchObject({ name })
  })
  test('has the language of its country where it tells none, and NUL bytes are left out', () => {
    expect(read('+55\u000011987654321', 'A\0na')).toMatchObject({
      name: 'Ana',
      language: 'pt',
      optInAt: null,
    })
  })
})

test('columns are known by the names people give them, each field once', () => {
  expect(
    guessFields(
      [
        'Name',
        'WhatsApp number',
        'Mobile',
        'Idioma',
        'Opt-in source',
        'Opt-in text',
        'Opt-in date',
        'x',
        'Tags',
        'VISITS',
      ],
      [{ id: visits, name: 'Visits' }],
    ),
  ).toEqual([
    'name',
    'phone',
    null,
    'language',
    'opt_in_place',
    'opt_in_wording',
    'opt_in_at',
    null,
    'tags',
    `field:${visits}`,
  ])
})

test('first and last names are known by what people call them', () => {
  expect(guessFields(['First name', 'Last Name', 'Full name'], [])).toEqual(['name', 'last_name', null])
  expect(guessFields(['Nome', 'Sobrenome'], [])).toEqual(['name', 'last_name'])
  expect(guessFields(['Nachname', 'Vorname', 'Opted in on'], [])).toEqual(['last_name', 'name', 'opt_in_at'])
})

test.each([
  ['Opted in on', 'opt_in_at'],
  ['opted_in_at', 'opt_in_at'],
  ['Opt-in date', 'opt_in_at'],
  ['Opted-in location', 'opt_in_place'],
  ['Opted in status', null],
  ['Company name', null],
] as const)('the column %s seems to be %s', (column, field) => {
  expect(guessFields([column], [])).toEqual([field])
})

test('a consent is known by what people call it', () => {
  expect(
    guessFields(['Words they agreed to', 'Where they agreed', 'When they agreed', 'Opt-in'], []),
  ).toEqual(['opt_in_wording', 'opt_in_place', 'opt_in_at', null])
  expect(guessFields(['Words', 'Origem do contato', 'Date of consent'], [])).toEqual([
    'opt_in_wording',
    'opt_in_place',
    'opt_in_at',
  ])
})
