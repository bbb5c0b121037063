import { describe, expect, test } from 'vitest'
import {
  type Candidate,
  categoriesFor,
  chooseTemplate,
  type Intention,
  rankTemplates,
} from './choose-template.ts'
import { findValues } from './find-values.ts'
import { fillVariables } from './fill-variables.ts'
import { halves, missedOf } from './fixtures/read-fixtures.ts'

const intention = (given: Partial<Intention> = {}): Intention => ({
  text: 'Hi Ana, your booking on Friday at 8pm is confirmed.',
  language: 'pt_BR',
  categories: ['UTILITY', 'MARKETING'],
  facts: { 'contact.name': 'Ana' },
  ...given,
})
const candidate = (id: string, given: Partial<Candidate> = {}): Candidate => ({
  id,
  name: 'booking_confirmed',
  language: 'pt_BR',
  category: 'UTILITY',
  body: 'Hello {{1}}, your booking is confirmed. See you soon.',
  variables: [
    {
      key: '1',
      name: 'contact.name',
      sample: 'Bea',
    },
  ],
  ...given,
})
const english = (text: string, given: Partial<Intention> = {}) =>
  intention({ text, language: 'en', ...given })

describe('what may be sent at all', () => {
  const all = [
    candidate('german', { language: 'de' }),
    candidate('portugal', { language: 'pt_PT' }),
    candidate('brazil'),
    candidate('marketing', { category: 'MARKETING' }),
    candidate('unfilled', { variables: [{ key: '1', name: 'lead.title', sample: 'A' }] }),
  ]

  test('the contact’s own language comes first, another form of it next, a foreign one never', () => {
    const text = 'booking confirmed'
    const { ranked, excluded } = rankTemplates(intention({ text, categories: ['UTILITY'] }), all)
    expect(ranked.map(({ id, parts }) => [id, parts.language])).toEqual([
      ['brazil', 1],
      ['portugal', 0.9],
    ])
    expect(excluded).toEqual([
      { id: 'german', because: 'language' },
      { id: 'marketing', because: 'category' },
      { id: 'unfilled', because: 'variables' },
    ])
  })

  test('a fallback language is taken only where it is wished for', () => {
    const only = [candidate('german', { language: 'de', name: 'x', body: 'Buchung bestätigt, {{1}}.' })]
    const given = { text: 'Buchung bestätigt' }
    expect(rankTemplates(intention(given), only).ranked).toEqual([])
    expect(rankTemplates(intention({ ...given, fallbackLanguage: 'de' }), only).ranked[0]).toMatchObject({
      id: 'german',
      parts: { language: 0.5 },
      reasons: expect.arrayContaining(['fallback_language', 'all_variables_filled']) as string[],
    })
  })
})

describe('values', () => {
  test.each<[string, [string, string][]]>([
    [
      'Hi Ana Lima, Friday, 12 March at 7:30pm',
      [
        ['name', 'Ana Lima'],
        ['date', 'Friday, 12 March'],
        ['time', '7:30pm'],
      ],
    ],
    [
      'dia 12 de março às 19h30, R$ 1.200,50',
      [
        ['date', '12 de março'],
        ['time', '19h30'],
        ['amount', 'R$ 1.200,50'],
      ],
    ],
    [
      'am 12.03. um 19 Uhr, 45,00 €',
      [
        ['date', '12.03.'],
        ['time', '19 Uhr'],
        ['amount', '45,00 €'],
      ],
    ],
    [
      'Order AB-1234: 20% off, see https://aurora.test/o/1.',
      [
        ['code', 'AB-1234'],
        ['percent', '20%'],
        ['link', 'https://aurora.test/o/1'],
      ],
    ],
    ['Nothing here', []],
  ])('%s', (text, expected) => {
    expect(findValues(text).map(({ kind, value }) => [kind, value])).toEqual(expected)
  })

  test('a fact comes first, then a value of its kind, then what stands between the same words', () => {
    const filled = fillVariables(
      'Hello {{1}}, we expect you on {{2}} in the {{3}} room.',
      [
        { key: '1', name: 'contact.name', sample: 'Bea' },
        { key: '2', name: null, sample: '12 March' },
        { key: '3', name: null, sample: 'red' },
      ],
      'See you on Friday in the garden room.',
      { 'contact.name': 'Ana' },
    )
    expect(filled).toEqual({ '1': 'Ana', '2': 'Friday', '3': 'garden' })
  })

  test('a variable that nobody named and whose sample is greeted is the contact’s name', () => {
    const variables = [{ key: '1', name: null, sample: 'Bea' }]
    const fill = (facts: Record<string, string>) =>
      fillVariables('Hello {{1}}, we are back.', variables, 'We are back.', facts)
    expect(fill({ 'contact.name': 'Ana' })).toEqual({ '1': 'Ana' })
    expect(fill({})).toBeNull()
  })

  test('two dates stay two, and a missing one is never made up', () => {
    const both = [
      { key: '1', name: 'date', sample: '1 May' },
      { key: '2', name: 'date', sample: '2 May' },
    ]
    const body = 'From {{1}} to {{2}}.'
    expect(fillVariables(body, both, 'From 3 May to 9 May', {})).toEqual({ '1': '3 May', '2': '9 May' })
    expect(fillVariables(body, both, 'Before 3 May', {})).toBeNull()
    expect(fillVariables(body, both, 'Before 3 May', { 'contact.name': 'Ana' })).toBeNull()
  })
})

describe('a choice', () => {
  const templates = [
    candidate('confirmed', { language: 'en' }),
    candidate('cancelled', {
      language: 'en',
      name: 'booking_cancelled',
      body: 'Hello {{1}}, your booking was cancelled.',
    }),
  ]

  test('below the floor nothing is chosen', async () => {
    expect(await chooseTemplate(english('Did you see the match?'), templates)).toMatchObject({
      refused: 'template_not_suited',
    })
    expect(await chooseTemplate(english('Booking confirmed'), [])).toEqual({
      refused: 'template_not_suited',
      facts: {},
    })
  })

  test('where nobody knows the language, the best in any is taken', async () => {
    const given = intention({ text: 'Your booking is confirmed.', language: null })
    expect(await chooseTemplate(given, [candidate('brazil'), ...templates])).toMatchObject({
      id: 'confirmed',
      parts: { language: 1 },
    })
  })

  test('without an opt-in an advertisement is not chosen, however alike it is', async () => {
    const text = 'Spring offer: rooms for less'
    const offer = { name: 'spring_offer', body: 'Spring offer: rooms for less, {{1}}.', language: 'en' }
    const both = [
      candidate('ad', { ...offer, category: 'MARKETING' }),
      candidate('notice', { ...offer, body: 'Hello {{1}}, our spring offer of rooms for less.' }),
    ]
    const choose = (optedIn: boolean) =>
      chooseTemplate(english(text, { categories: categoriesFor(optedIn) }), both)
    expect(await choose(true)).toMatchObject({ id: 'ad' })
    expect(await choose(false)).toMatchObject({ id: 'notice' })
  })

  test('a judge sees what would be said, and that it gave no answer leaves it to the ranking', async () => {
    const seen: string[] = []
    const chosen = await chooseTemplate(english('Your booking is confirmed.'), templates, (_, offered) => {
      seen.push(...offered.map(({ says }) => says))
      return Promise.resolve(undefined)
    })
    expect(chosen).toMatchObject({ id: 'confirmed' })
    expect(seen).toContain('Hello Ana, your booking is confirmed. See you soon.')
  })

  test('a judge chooses among the ranked; what it invents does not count', async () => {
    const given = english('Your booking is confirmed.')
    const judged = (named: string | null) => chooseTemplate(given, templates, () => Promise.resolve(named))
    expect(await judged('cancelled')).toMatchObject({ id: 'cancelled' })
    expect(await judged('made_up')).toMatchObject({ id: 'confirmed' })
    expect(await judged(null)).toMatchObject({ refused: 'template_not_suited' })
  })

  test.each([
    'Your booking is not confirmed yet.',
    'We have not been able to confirm your booking.',
    "Your booking isn't cancelled.",
  ])('what is denied is not said: %s', async (text) => {
    expect(await chooseTemplate(english(text), templates)).toMatchObject({ refused: 'template_not_suited' })
  })

  test.each(['seen', 'unseen'] as const)('is right for most of the %s cases', async (half) => {
    const cases = halves[half]
    const missed = await missedOf(cases)
    for (const language of ['en', 'pt_BR', 'de', 'es']) {
      const count = (of: readonly { intention: Intention }[]) =>
        of.filter(({ intention }) => intention.language === language).length
      expect(count(cases)).toBeGreaterThan(20)
      const right = 1 - count(missed.map((one) => one.case)) / count(cases)
      expect(right, language).toBeGreaterThan(0.85)
    }
  })
})
