import { ReservedTopic } from '@parley/contract/twins.ts'
import { describe, expect, test } from 'vitest'
import { commits, reservedIn } from './reserved-topics.ts'

const all = { topics: ReservedTopic.options, words: ['Krause', 'turno da noite'] }

describe('what always goes to the person', () => {
  test.each([
    ['How much is it?', 'prices'],
    ['What would the roof cost?', 'prices'],
    ['Quanto custa o telhado?', 'prices'],
    ['Quanto é que custa?', 'prices'],
    ['¿Cuánto me cuesta?', 'prices'],
    ['Was kostet das?', 'prices'],
    ['Wie viel wäre das?', 'prices'],
    ['Can you make it cheaper?', 'discounts'],
    ['Gibt es einen Nachlass?', 'discounts'],
    ['I want to sign', 'contracts'],
    ['Do we have a deal?', 'contracts'],
    ['Onde está o contrato?', 'contracts'],
    ['Wann kommt der Vertrag?', 'contracts'],
    ['Send me your IBAN', 'payments'],
    ['Wohin soll ich das Geld überweisen?', 'payments'],
    ['I want my money back', 'refunds'],
    ['Quero um reembolso', 'refunds'],
    ['Ich möchte kündigen', 'cancellations'],
    ['Please cancel it', 'cancellations'],
    ['Is there a guarantee?', 'guarantees'],
    ['This is unacceptable', 'complaints'],
    ['Isto é uma reclamação', 'complaints'],
    ['My lawyer will call', 'legal'],
    ['Mein Anwalt meldet sich', 'legal'],
    ['Grüße an Frau KRAUSES Team', 'Krause'.toUpperCase()],
    ['Ele trabalha no turno da noite', 'turno da noite'],
  ])('%s → %s', (text, topic) => {
    expect(reservedIn(text, all)?.toLowerCase()).toBe(topic.toLowerCase())
  })
  test.each([
    'When do you come?',
    'Thanks, that helps',
    'Can you send me the photos?',
    'How does a heat pump work?',
    'Ideal para mim',
    'Qual é o horário?',
    'Wann sind Sie da?',
    'I signal when I am ready',
    'The issue is solved',
  ])('nothing reserved in: %s', (text) => expect(reservedIn(text, all)).toBeNull())
  test('only what the member left on the list', () => {
    expect(reservedIn('How much is it?', { topics: ['legal'], words: [] })).toBeNull()
    expect(reservedIn('How much is it?', { topics: [], words: ['much'] })).toBe('much')
  })
})

describe('what would commit the person, in any setting', () => {
  test.each([
    'I promise that it works.',
    'We guarantee ten years.',
    'I hereby confirm your order.',
    'I’ll refund you.',
    'It’s a deal!',
    'Prometo que fica pronto.',
    'Negócio fechado!',
    'Le doy mi palabra.',
    'Das verspreche ich Ihnen.',
    'Abgemacht!',
    'Hiermit bestätige ich den Termin.',
    'Je vous garantis… je garantis tout.',
  ])('%s', (text) => expect(commits(text)).toBe(true))
  test.each([
    'The panels are black.',
    'We are open from eight to six.',
    'O painel é preto.',
    'Wir haben von acht bis achtzehn Uhr geöffnet.',
    'I will look at it.',
  ])('not: %s', (text) => expect(commits(text)).toBe(false))
})
