import { describe, expect, test } from 'vitest'
import type { Candidate } from '#templates/choose-template.ts'
import { composeTouch, mergeFacts } from './compose-touch.ts'

const facts = { name: 'Ana Souza', first_name: 'Ana', owner: 'Marta', city: ' ' }

describe('facts in a text', () => {
  test.each([
    ['Hello {{first_name}}', 'Hello Ana', { first_name: 'Ana' }, []],
    [
      'Hello {{ first_name }}, {{owner}} here',
      'Hello Ana, Marta here',
      { first_name: 'Ana', owner: 'Marta' },
      [],
    ],
    ['How is {{city|your town}}?', 'How is your town?', {}, []],
    ['How is {{city}}?', 'How is ?', {}, ['city']],
    ['{{constructor}}', '', {}, ['constructor']],
    ['No facts', 'No facts', {}, []],
  ])('%s', (text, merged, used, missing) => {
    expect(mergeFacts(text, Object.assign(Object.create(null), facts))).toEqual({
      text: merged,
      used,
      missing,
    })
  })
  test('a fact cannot bring a placeholder of its own to life', () => {
    expect(mergeFacts('{{name}}', { name: '{{owner}}', owner: 'Marta' }).text).toBe('{{owner}}')
  })
})

const variables = ['1', '2'].map((key) => ({ key, name: null, sample: 'x' }))
const approved: Candidate[] = [
  {
    id: 'en',
    name: 'offer',
    language: 'en',
    category: 'MARKETING',
    body: 'Hello {{1}}, until {{2}}',
    variables,
  },
  {
    id: 'pt',
    name: 'offer',
    language: 'pt_BR',
    category: 'MARKETING',
    body: 'Olá {{1}}, até {{2}}',
    variables,
  },
  {
    id: 'proposal',
    name: 'proposal_ready',
    language: 'en',
    category: 'UTILITY',
    body: 'Hello {{1}}, your proposal is ready to be looked at.',
    variables: [{ key: '1', name: 'contact.first_name', sample: 'Ana' }],
  },
]
const step = {
  text: 'Hello {{first_name}}!',
  waitSeconds: 0,
  templateId: 'en',
  variables: { '1': '{{first_name|there}}', '2': 'Friday' },
}

const reader = (language: string | null, optedIn = true) => ({ language, optedIn })

describe('a touch', () => {
  test('has its text and its template with every value', () => {
    expect(composeTouch(step, facts, reader('en'), approved)).toEqual({
      text: 'Hello Ana!',
      templateId: 'en',
      variables: { '1': 'Ana', '2': 'Friday' },
      facts: { first_name: 'Ana' },
      held: null,
    })
  })
  test('has no advertisement behind its text where nobody agreed to one', () => {
    const ad: Candidate = {
      id: 'spring',
      name: 'spring',
      language: 'en',
      category: 'MARKETING',
      body: 'Hello {{1}}, our spring catalogue is out now.',
      variables: [{ key: '1', name: 'contact.first_name', sample: 'Ana' }],
    }
    const said = { ...step, templateId: null, text: 'Hello {{first_name}}, our spring catalogue is out.' }
    const chosen = (optedIn: boolean) => composeTouch(said, facts, reader('en', optedIn), [ad]).templateId
    expect([chosen(true), chosen(false)]).toEqual(['spring', null])
  })
  test('takes the template that says what its text says, where nobody chose one', () => {
    const text = 'Hello {{first_name}}, the proposal is ready. Will you look at it?'
    expect(composeTouch({ ...step, templateId: null, text }, facts, reader('en'), approved)).toMatchObject({
      text: 'Hello Ana, the proposal is ready. Will you look at it?',
      templateId: 'proposal',
      variables: { '1': 'Ana' },
      held: null,
    })
    expect(composeTouch({ ...step, templateId: null }, facts, reader('en'), approved).templateId).toBeNull()
  })
  test.each([
    ['pt', 'pt'],
    ['pt-BR', 'pt'],
    ['PT_br', 'pt'],
    ['de', 'en'],
    [null, 'en'],
  ])('takes the sibling in the language %s', (language, expected) => {
    expect(composeTouch(step, facts, reader(language), approved).templateId).toBe(expected)
  })
  test.each([
    ['a fact that is not known', { ...step, text: 'How is {{city}}?' }, 'template_variables_missing'],
    ['a value that is empty', { ...step, variables: { '1': 'x', '2': '' } }, 'template_variables_missing'],
    ['a template that is not approved', { ...step, templateId: 'gone' }, 'template_not_approved'],
    ['nothing to say', { ...step, text: '', templateId: null }, 'template_not_suited'],
    ['only a text that no template says', { ...step, templateId: null }, null],
  ])('is held for %s', (_, changed, held) => {
    expect(composeTouch(changed, facts, reader('en'), approved).held).toBe(held)
  })
})
