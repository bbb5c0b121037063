import { describe, expect, test } from 'vitest'
import { consentLanguages, readConsentWord } from './opt-out-words.ts'

describe('a word that asks for silence', () => {
  test.each([
    'STOP',
    'stop',
    ' Stop. ',
    'STOP!!!',
    '"stop"',
    'stop 🛑',
    'Unsubscribe',
    'STOPALL',
    'Opt-out',
    'opt out',
    'ＳＴＯＰ',
    's̈top',
    'stop\n',
    '*STOP*',
    'PARAR',
    'Sair',
    'não quero receber',
    'nao quero receber',
    'Cancelar inscricao',
    'BAJA',
    'alto',
    'No más mensajes',
    'no mas mensajes',
    'Stopp',
    'Abmelden',
    'ABBESTELLEN',
    'Arrêt',
    'ARRET',
    'me désabonner',
    'Disiscrivimi',
    'afmelden',
    'Wypisz',
    'zatrzymaj',
    'DUR',
    'ÇIK',
    'çik',
    'Abonelikten Çık',
    'DURDUR',
    'ABONELİKTEN ÇIK',
    'إيقاف',
    'إِيقَاف',
    'ايقاف',
    'إلغاء الاشتراك',
    'रोकें',
    'बंद करो',
    'berhenti',
  ])('%s', (text) => {
    expect(readConsentWord(text)).toBe('opt_out')
  })
})

describe('a word that ends the silence', () => {
  test.each([
    'START',
    'start!',
    'Unstop',
    'subscribe',
    'iniciar',
    'Começar',
    'alta',
    'Anmelden',
    'Démarrer',
    "s'abonner",
    's’abonner',
    'Inizia',
    'aanmelden',
    'Wznów',
    'BAŞLA',
    'başlat',
    'ابدأ',
    'शुरू करें',
    'mulai',
  ])('%s', (text) => {
    expect(readConsentWord(text)).toBe('opt_in')
  })
})

describe('everything else is a message', () => {
  test.each([
    '',
    ' ',
    '🛑',
    '...',
    'yes',
    'no',
    'ok',
    'sim',
    'ja',
    'non',

    'please stop by at eight',
    'Where is the bus stop?',
    'stop it, you are funny',
    'start at nine',
    'when does it start',
    'cancelar',
    'Cancel my booking',
    'stornieren',
    'annuler',
    'rezygnuję',
    'baja temporada',
    'stopover',
    'the end',
    'राम',
    'dura',
    'stop '.repeat(40),
  ])('%s', (text) => {
    expect(readConsentWord(text)).toBeNull()
  })
})

test('twelve languages are known', () => {
  expect([...consentLanguages].sort()).toEqual([
    'ar',
    'de',
    'en',
    'es',
    'fr',
    'hi',
    'id',
    'it',
    'nl',
    'pl',
    'pt',
    'tr',
  ])
})

test('an organization may add words, and takes none away', () => {
  const own = { stopWords: ['Chega de mensagens!', 'start'], startWords: ['Join the club', 'STOP', '…'] }
  expect(readConsentWord('chega de MENSAGENS', own)).toBe('opt_out')
  expect(readConsentWord('join the club', own)).toBe('opt_in')
  expect(readConsentWord('stop', own)).toBe('opt_out')
  expect(readConsentWord('start', own)).toBe('opt_in')
  expect(readConsentWord('…', own)).toBeNull()
  expect(readConsentWord('chega de mensagens')).toBeNull()
})
