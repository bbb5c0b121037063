import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { frontDeskKnowledge } from '../../tests/world/aurora-knowledge.ts'
import { newId } from '#platform/ids.ts'
import { cutPassages } from './cut-passages.ts'
import { detectLanguage } from './language.ts'
import { readFile } from './read-file.ts'
import { retrieve } from './retrieve.ts'
import { insertAgent } from './store.ts'
import { createArticle, deleteArticle, rewriteArticle } from './write-article.ts'

const floor = 0.5
let fresh: FreshDatabase
const organizationId = newId()
const agentId = newId()

beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.db.withOrganization(organizationId, async (tx) => {
    await insertAgent(tx, agentId, {
      name: 'Front desk',
      mode: 'auto',
      brain: 'built_in',
      language: 'en',
      instructions: '',
      welcome: '',
      applicationUrl: null,
      debounceMs: 0,
    })
    for (const [title, body] of frontDeskKnowledge) await createArticle(tx, agentId, { title, body })
  })
})
afterAll(() => fresh[Symbol.asyncDispose]())

const ask = (question: string, agent = agentId, organization = organizationId) =>
  fresh.db.withOrganization(organization, (tx) => retrieve(tx, agent, question, 3))

describe('what a front desk knows', () => {
  test.each([
    ['What time is breakfast?', 'Breakfast'],
    ['when do you serve brekfast', 'Breakfast'],
    ['How much does parking cost?', 'Parking'],
    ['What is the wifi password?', 'Wi-Fi'],
    ['Can I bring my dog?', 'Pets'],
    ['is the pool open in the evening?', 'Swimming pool'],
    ['When is check-out?', 'Check-out'],
    ['late checkout possible?', 'Check-out'],
    ['Do you have a sauna?', 'Sauna and steam bath'],
    ['how do I get to the hotel from the airport?', 'Airport transfer'],
    ['Can I charge my electric car?', 'Charging electric cars'],
    ['I need an invoice', 'Invoice'],
    ['Where can I smoke?', 'Smoking'],
    ['do you rent bicycles', 'Bicycles'],
    ['A que horas é o pequeno-almoço?', 'Pequeno-almoço (português)'],
  ])('%s → %s', async (question, title) => {
    const [best] = await ask(question)
    expect(best).toMatchObject({ title })
    expect(best!.score).toBeGreaterThanOrEqual(floor)
  })

  test.each([
    'Do you have a helicopter pad?',
    'Can I rent a yacht?',
    'Who won the football match?',
    'Is there a casino?',
    'xyzzy',
    '   ',
    '!!! ???',
  ])('nothing near enough for: %s', async (question) => {
    const [best] = await ask(question)
    expect(best?.score ?? 0).toBeLessThan(floor)
  })

  test('the same question finds the same passages', async () => {
    expect(await ask('breakfast for children')).toEqual(await ask('breakfast for children'))
  })
  test('text that looks like a query is only text', async () => {
    for (const question of [
      "breakfast' | 'pool",
      'breakfast & !pool',
      "'); drop table passage; --",
      ':* & <->',
    ]) {
      await expect(ask(question)).resolves.toBeInstanceOf(Array)
    }
  })
  test('a wall of text is asked about its words, not more than can be answered', async () => {
    const wall = Array.from({ length: 400 }, (_, at) => `unknownword${at}`).join(' ')
    expect((await ask(wall))[0]?.score ?? 0).toBeLessThan(floor)
    expect(await ask('x'.repeat(100_000))).toEqual([])
  })
  test('another agent or organization knows nothing of it', async () => {
    expect(await ask('What time is breakfast?', newId())).toEqual([])
    expect(await ask('What time is breakfast?', agentId, newId())).toEqual([])
  })
  test('a rewritten article is found by its new words, a deleted one not at all', async () => {
    const article = await fresh.db.withOrganization(organizationId, (tx) =>
      createArticle(tx, agentId, { title: 'Zeppelin', body: 'Flights on Sundays.' }),
    )
    expect((await ask('zeppelin flights'))[0]).toMatchObject({ title: 'Zeppelin' })
    await fresh.db.withOrganization(organizationId, (tx) =>
      rewriteArticle(tx, article!.id, { title: 'Gondola', body: 'Rides on Mondays.' }),
    )
    expect((await ask('gondola'))[0]).toMatchObject({ title: 'Gondola' })
    expect((await ask('zeppelin'))[0]?.score ?? 0).toBeLessThan(floor)
    await fresh.db.withOrganization(organizationId, (tx) => deleteArticle(tx, article!.id))
    expect((await ask('gondola'))[0]?.title).not.toBe('Gondola')
  })
})

describe('cutting an article', () => {
  test('at headings, keeping them, and at paragraphs', () => {
    expect(cutPassages('Intro.\n\n# Pool\nOpen.\n## Rules\nNo running.\n# Bar\nCocktails.')).toEqual([
      { heading: '', text: 'Intro.' },
      { heading: 'Pool', text: 'Open.' },
      { heading: 'Pool › Rules', text: 'No running.' },
      { heading: 'Bar', text: 'Cocktails.' },
    ])
  })
  test('no piece is longer than 900 characters, and no word is lost', () => {
    const body = Array.from({ length: 600 }, (_, at) => `word${at}${at % 40 === 39 ? '.' : ''}`).join(' ')
    const cuts = cutPassages(`${body}\n\n${'x'.repeat(2500)}`)
    expect(Math.max(...cuts.map(({ text }) => text.length))).toBeLessThanOrEqual(900)
    const kept = cuts.map(({ text }) => text).join(' ')
    for (let at = 0; at < 600; at += 1) expect(kept).toContain(`word${at}`)
    expect(kept.match(/x/g)).toHaveLength(2500)
  })
})

describe('reading a file', () => {
  test('Markdown, text and HTML give their text and a title', async () => {
    expect(await readFile(Buffer.from('# Pool rules\n\nNo running.'), 'rules.md')).toMatchObject({
      title: 'Pool rules',
      mediaType: 'text/markdown',
    })
    expect(await readFile(Buffer.from('Just text'), 'house_rules.txt')).toMatchObject({
      title: 'house rules',
      body: 'Just text',
    })
    const html = await readFile(
      Buffer.from('<html><script>evil()</script><nav>menu</nav><h1>Spa</h1><p>Open <b>daily</b>.</p></html>'),
      'spa.html',
    )
    expect(html).toMatchObject({ mediaType: 'text/html' })
    expect(JSON.stringify(html)).toContain('Open daily.')
    expect(JSON.stringify(html)).not.toContain('evil')
  })
  test('a PDF gives its text whatever it is called', async () => {
    expect(await readFile(pdfWith('Breakfast until ten'), 'menu.txt')).toMatchObject({
      mediaType: 'application/pdf',
      body: 'Breakfast until ten',
    })
  })
  test.each([
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'a.png', 'unsupported_media_type'],
    ['a program called text', Buffer.from([0x4d, 0x5a, 0, 0, 1]), 'a.txt', 'unsupported_media_type'],
    ['an empty file', Buffer.from('  '), 'a.txt', 'file_not_readable'],
    ['a broken PDF', Buffer.from('%PDF-1.4 nothing'), 'a.pdf', 'file_not_readable'],
  ])('%s is refused', async (_, content, name, code) => {
    expect(await readFile(content, name)).toMatchObject({ refused: code })
  })
})

test.each([
  ['What time is breakfast?', 'en'],
  ['A que horas é o pequeno-almoço?', 'pt'],
  ['¿Dónde está el gimnasio y cuál es el horario?', 'es'],
  ['Wann gibt es Frühstück?', 'de'],
  ['À quelle heure est le petit déjeuner ?', 'fr'],
  ['Dove posso parcheggiare?', 'it'],
  ['WLAN?', null],
])('%s is written in %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language)
})

/** The smallest PDF that shows one line. */
function pdfWith(text: string): Buffer {
  const stream = `BT /F1 12 Tf 10 10 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj${object}endobj\n`
    return offset
  })
  const start = file.length
  file += `xref\n0 6\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`
  return Buffer.from(file, 'latin1')
}
