import { describe, expect, test } from 'vitest'
import { knowledgeFloor, shorten, thinkBuiltIn } from './built-in-brain.ts'

const passage = {
  articleId: 'a',
  passageId: 'p',
  title: 'Breakfast',
  text: 'Breakfast is served from 7:00 to 10:30.',
  score: 0.9,
}
const ask = (text: string, language = 'en') => thinkBuiltIn({ text, thread: [], language }, [passage])

describe('the built-in brain', () => {
  test('answers with the passage and names it', () => {
    expect(ask('What time is breakfast?')).toEqual({
      kind: 'answer',
      messages: [{ body: passage.text }],
      sources: [passage],
    })
  })
  describe('asked in several messages', () => {
    const garage = { ...passage, passageId: 'q', title: 'Garage', text: 'The garage costs 19 euros a night.' }
    const both = 'What time is breakfast?\nAnd is there a garage?'
    const asked = (...parts: { text: string; knowledge: (typeof passage)[] }[]) =>
      thinkBuiltIn({ text: both, thread: [], language: 'en' }, [passage], parts)
    const breakfast = { text: 'What time is breakfast?', knowledge: [passage] }

    test('answers each that is a question of its own, in their order', () => {
      expect(asked(breakfast, { text: 'And is there a garage?', knowledge: [garage] })).toEqual({
        kind: 'answer',
        messages: [{ body: passage.text }, { body: garage.text }],
        sources: [passage, garage],
      })
    })
    test.each([
      ['a greeting comes first', { text: 'Hello!', knowledge: [] }],
      ['one says nothing by itself', { text: 'please', knowledge: [{ ...garage, score: 0.1 }] }],
      ['both are about the same', { text: 'And on Sundays, breakfast?', knowledge: [passage] }],
    ])('answers them as one question where %s', (_, other) => {
      expect(asked(breakfast, other)).toMatchObject({
        messages: [{ body: passage.text }],
        sources: [passage],
      })
    })
  })
  test('hands over when nothing it knows is near enough', () => {
    const far = { ...passage, score: knowledgeFloor - 0.01 }
    const thought = thinkBuiltIn({ text: 'Do you have a helipad?', thread: [], language: 'en' }, [far])
    expect(thought).toMatchObject({ kind: 'hand_over', reason: 'no_knowledge' })
    expect(thinkBuiltIn({ text: 'Do you have a helipad?', thread: [], language: 'en' }, [])).toMatchObject({
      reason: 'no_knowledge',
    })
  })
  test.each([
    'Can I talk to a person?',
    'I want to speak with someone from your staff',
    'human',
    'Quero falar com um atendente',
    'Ich möchte mit einem Menschen sprechen',
  ])('"%s" asks for a person', (text) => {
    expect(ask(text)).toMatchObject({ kind: 'hand_over', reason: 'asked_for_person' })
  })
  test.each([
    ['Hello!', 'en', 'Hello! How can I help you?'],
    ['Bom dia', 'pt', 'Olá! Como posso ajudar?'],
    ['Danke schön', 'de', 'Sehr gern!'],
    ['thanks', 'xx', 'You are welcome!'],
  ])('"%s" is small talk', (text, language, answer) => {
    expect(ask(text, language)).toMatchObject({ kind: 'answer', messages: [{ body: answer }], sources: [] })
  })
  test('a long passage is cut to whole sentences that begin where the question is spoken of', () => {
    const long = `${'Something else is said here. '.repeat(20)}The sauna opens at two. ${'More about it follows. '.repeat(40)}`
    const short = shorten(long, 'When does the sauna open?')
    expect(short.startsWith('The sauna opens at two.')).toBe(true)
    expect(short.length).toBeLessThanOrEqual(700)
    expect(short.endsWith('.')).toBe(true)
  })
})
