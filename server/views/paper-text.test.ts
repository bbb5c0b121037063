import { expect, test } from 'vitest'
import Pdf from 'pdfkit'
import { extractText, getDocumentProxy } from 'unpdf'
import { addFonts, printable, readsFromTheRight, runsOf, writeText } from './paper-text.ts'

async function printed(said: string): Promise<string> {
  const paper = new Pdf({ size: 'A4', compress: false })
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => paper.once('end', resolve))
  addFonts(paper)
  writeText(paper, said, { left: 56, width: 300, size: 10, color: 'black' })
  paper.end()
  await ended
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(Buffer.concat(chunks))), {
    mergePages: true,
  })
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
}

test.each([
  ['Portuguese', 'Aceito receber notícias: “sim, às 9h” – €5'],
  ['Czech', 'Souhlasím, řeřicha ťuká'],
  ['Vietnamese', 'Tôi đồng ý nhận tin nhắn'],
  ['Greek', 'Συμφωνώ να λαμβάνω μηνύματα'],
  ['Russian', 'Я согласен получать сообщения'],
  ['Ukrainian', 'Погоджуюсь отримувати їх'],
])('%s is printed as it was said', async (_, said) => {
  expect(await printed(said)).toBe(said)
})

test.each([
  ['Hindi', 'मैं सहमत हूँ', /मैं|सहमत/],
  ['Arabic', 'أوافق على الرسائل', /[\u0600-\u06FF\uFB50-\uFEFF]{3}/],
])('%s is printed in letters of its own', async (_, said, letters) => {
  const text = await printed(said)
  expect(text).toMatch(letters)
  expect(text).not.toContain('?')
})

test('what no font of the paper has is told by a question mark, and what cannot be seen is left out', () => {
  expect(printable('Yes 👍 好\u202E!\tok')).toBe('Yes ? ?! ok')
})

test('a sentence in Arabic is read from the right, and numbers in it from the left', () => {
  const said = 'أوافق في 2026 على الرسائل'
  expect(readsFromTheRight(said)).toBe(true)
  expect(readsFromTheRight('2026: Yes (نعم)')).toBe(false)
  expect(runsOf(said, true).map(({ text }) => text)).toEqual(['على الرسائل', ' 2026 ', 'أوافق في'])
  expect(runsOf('STOP في', true)).toEqual([
    { text: 'في', face: 'arabic' },
    { text: ' STOP', face: 'other' },
  ])
  expect(runsOf('Yes (نعم)', false)).toEqual([
    { text: 'Yes (', face: 'other' },
    { text: 'نعم', face: 'arabic' },
    { text: ')', face: 'other' },
  ])
})

test('a word longer than a line is broken, and nothing of it is lost', async () => {
  const address = `https://parley.test/join/${'abcdefghij'.repeat(20)}`
  expect((await printed(`From ${address} today`)).replaceAll(' ', '')).toBe(`From${address}today`)
})
