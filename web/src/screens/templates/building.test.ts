import { describe, expect, test } from 'vitest'
import {
  addButton,
  addLanguage,
  type Building,
  emptyBuilding,
  removeButton,
  turnInto,
  writeVariant,
} from './building.ts'
import { draftOf, nextVariable } from './draft-of.ts'

const text: Building = writeVariant({ ...emptyBuilding('en'), name: 'booking' }, 0, {
  body: 'Hello {{1}}, see {{2}} now',
  samples: { '1': 'Ana', '2': 'it', '3': 'gone' },
})

describe('a template in the making', () => {
  test('samples of variables that stand nowhere are left out', () => {
    expect(draftOf(text, text.variants[0]!)).toMatchObject({
      contentType: 'twilio/text',
      content: { body: 'Hello {{1}}, see {{2}} now' },
      variables: { '1': 'Ana', '2': 'it' },
    })
    expect(nextVariable(text, text.variants[0]!)).toBe('3')
  })

  test('another kind keeps the words, drops buttons it cannot have, and brings the one it needs', () => {
    const replies = turnInto(text, 'replies')
    expect(replies.buttons).toEqual(['QUICK_REPLY'])
    const actions = turnInto(replies, 'actions')
    expect(actions.buttons).toEqual(['URL'])
    expect(turnInto(actions, 'text').variants[0]).toMatchObject({
      body: 'Hello {{1}}, see {{2}} now',
      buttons: [],
    })
  })

  test('a further language begins with the words of the first, and a button is everywhere or nowhere', () => {
    const two = addButton(addLanguage(turnInto(text, 'card'), 'de'), 'URL')
    expect(two.variants.map(({ language, body, buttons }) => [language, body, buttons.length])).toEqual([
      ['en', 'Hello {{1}}, see {{2}} now', 1],
      ['de', 'Hello {{1}}, see {{2}} now', 1],
    ])
    const german = writeVariant(two, 1, { buttons: [{ title: 'Mehr', target: ' https://a.test/{{3}} ' }] })
    expect(draftOf(german, german.variants[1]!)).toMatchObject({
      contentType: 'whatsapp/card',
      content: { actions: [{ type: 'URL', title: 'Mehr', url: 'https://a.test/{{3}}' }] },
      variables: { '3': 'gone' },
    })
    expect(draftOf(removeButton(german, 0), german.variants[1]!).content).not.toHaveProperty('actions')
  })
})
