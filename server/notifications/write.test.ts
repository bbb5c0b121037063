import { expect, test } from 'vitest'
import { NotificationKind } from '../../contract/contacts.ts'
import { type About, pathOf, quoteOf, sentenceOf } from './about.ts'
import { kinds } from './kinds.ts'
import { hintOf } from './outgoing-webhook.ts'
import { choose, unchosen, waysOf } from './preference.ts'
import { writeMail } from './write-mail.ts'
import { writePush } from './write-push.ts'
import { writeTestWebhook, writeWebhook } from './write-webhook.ts'

const ana: About = {
  id: 'n1',
  kind: 'reply',
  count: 3,
  read: false,
  contactName: 'Ana <b>',
  conversationId: 'c1',
  text: 'Is breakfast\nincluded? <script> & "more"',
  facts: {},
}
const bruno: About = {
  ...ana,
  id: 'n2',
  kind: 'hand_over',
  contactName: 'Bruno',
  conversationId: 'c2',
  text: null,
}
const place = {
  publicUrl: 'https://desk.test',
  organization: 'Hotel Aurora',
  language: 'en',
  showsText: true,
} as const

test('a mail about one thing says it in its subject, quotes it and leads to it', () => {
  const { subject, text } = writeMail([ana], place)
  expect(subject).toBe('Ana <b> wrote 3 messages · Hotel Aurora')
  expect(text).toBe(
    [
      'Ana <b> wrote 3 messages',
      '“Is breakfast included? <script> & "more"”\nhttps://desk.test/inbox/c1',
      'You get this because you are a member of Hotel Aurora.\nChoose what you are told: https://desk.test/settings?tab=notifications',
      '',
    ]
      .join('\n\n')
      .replace(/\n\n$/, '\n'),
  )
})

test('what a contact wrote stays text in the HTML', () => {
  const { html } = writeMail([ana, bruno], place)
  expect(html).toContain('&lt;script&gt; &amp; &quot;more&quot;')
  expect(html).toContain('Ana &lt;b&gt;')
  expect(html).not.toContain('<script>')
})

test('a mail about several things lists them, in the member’s language', () => {
  const { subject, text } = writeMail([ana, bruno], { ...place, language: 'pt' })
  expect(subject).toBe('2 coisas precisam de você · Hotel Aurora')
  expect(text).toContain('Ana <b> escreveu 3 mensagens\n“Is breakfast')
  expect(text).toContain('Bruno precisa de uma pessoa\nhttps://desk.test/inbox/c2')
})

test('nothing a contact wrote leaves when the organization says so', () => {
  const shows = { ...place, showsText: false }
  const all = JSON.stringify([writeMail([ana], shows), writePush([ana], shows), writeWebhook(ana, shows)])
  expect(all).not.toContain('breakfast')
  expect(all).toContain('Ana')
})

test('a push about one conversation replaces the earlier one; several are counted', () => {
  expect(writePush([ana], place)).toMatchObject({
    path: '/inbox/c1',
    tag: 'reply:c1',
    title: 'Ana <b> wrote 3 messages',
  })
  expect(writePush([ana, bruno], place)).toEqual({
    title: '2 things want you',
    body: 'Ana <b> wrote 3 messages\nBruno needs a person',
    path: '/inbox',
    tag: 'several',
  })
})

test('nobody calls a whole room by writing <!channel>', () => {
  const { text } = writeWebhook({ ...ana, text: '<!channel> a & b' }, place)
  expect(text).toBe(
    'Ana &lt;b&gt; wrote 3 messages: “&lt;!channel&gt; a &amp; b”\nhttps://desk.test/inbox/c1',
  )
})

test('a room hears in its own language', () => {
  expect(writeWebhook(ana, { ...place, language: 'pt', showsText: false }).text).toBe(
    'Ana &lt;b&gt; escreveu 3 mensagens\nhttps://desk.test/inbox/c1',
  )
  expect(writeTestWebhook('A & B', 'pt').text).toBe(
    'Um teste do Parley: as notificações de A &amp; B chegarão aqui.',
  )
})

test('a long text is cut where it is quoted', () => {
  expect(quoteOf('x'.repeat(500))).toHaveLength(300)
  expect(quoteOf(null)).toBe('')
})

test.each<[object, string]>([
  [{ conversationId: 'c1' }, '/inbox/c1'],
  [{ facts: { templateId: 't', connectorId: 'k' } }, '/templates/t'],
  [{ facts: { connectorId: 'k' } }, '/connectors/k'],
  [{ facts: { outgoingWebhookId: 'w' } }, '/settings?tab=webhooks'],
  [{}, '/'],
])('%o is shown at %s', (about, path) => {
  expect(pathOf({ conversationId: null, facts: {}, ...about })).toBe(path)
})

test('every kind of the contract has its sentence in every language', () => {
  expect(Object.keys(kinds).sort()).toEqual([...NotificationKind.options].sort())
  for (const kind of NotificationKind.options)
    for (const language of ['en', 'pt'] as const)
      for (const count of [1, 2]) {
        const said = sentenceOf({ ...ana, kind, count, facts: { template: 'x', webhook: 'x' } }, language)
        expect(said).toMatch(/^.{8,}$/)
        expect(said).not.toContain('undefined')
      }
})

test('what a member did not choose goes its usual ways', () => {
  const choices = choose({}, [{ kind: 'reply', mail: false, push: true }])
  const ways = new Map(waysOf({ ...unchosen, choices }).map((one) => [one.kind, one]))
  expect(ways.get('reply')).toEqual({ kind: 'reply', mail: false, push: true })
  expect(ways.get('send_failed')).toEqual({ kind: 'send_failed', mail: false, push: true })
  expect(ways.get('hand_over')).toEqual({ kind: 'hand_over', mail: true, push: true })
})

test.each([
  ['https://hooks.slack.com/services/T000/B000/abcdefWXYZ', 'hooks.slack.com/…WXYZ'],
  ['https://example.com/', 'example.com'],
  ['https://example.com/short', 'example.com/…'],
])('of %s only %s is shown', (address, hint) => {
  expect(hintOf(address)).toBe(hint)
})
