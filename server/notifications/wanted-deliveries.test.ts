import { expect, test } from 'vitest'
import { unchosen } from './preference.ts'
import { type Raised, type Reach, wantedDeliveries } from './wanted-deliveries.ts'

const reply: Raised = { id: 'n1', memberId: 'nils', kind: 'reply', conversationId: 'c1', notice: 0 }
const nowhere: Reach = { mailIsSetUp: true, preferences: new Map(), subscriptions: [], webhooks: [] }
const wanted = (raised: readonly Raised[], reach: Partial<Reach> = {}) =>
  wantedDeliveries(raised, { ...nowhere, ...reach }).map(
    ({ way, targetId, subject }) => `${way} ${targetId} ${subject}`,
  )

test('who chose nothing is told the usual ways of the kind', () => {
  expect(wanted([reply])).toEqual(['mail nils reply:c1'])
  expect(wanted([{ ...reply, kind: 'send_failed' }])).toEqual([])
})

test('without a mail server nobody is written to, and told as before otherwise', () => {
  const subscriptions = [{ id: 'phone', memberId: 'nils' }]
  expect(wanted([reply], { mailIsSetUp: false, subscriptions })).toEqual(['push phone reply:c1'])
})

test('each browser of a member is a place of its own', () => {
  const subscriptions = [
    { id: 'laptop', memberId: 'nils' },
    { id: 'phone', memberId: 'nils' },
    { id: 'other', memberId: 'marta' },
  ]
  expect(wanted([reply], { subscriptions })).toEqual([
    'mail nils reply:c1',
    'push laptop reply:c1',
    'push phone reply:c1',
  ])
})

test('what a member chose for a kind counts for that kind', () => {
  const choices = { reply: { mail: false, push: true } }
  const preferences = new Map([['nils', { ...unchosen, choices }]])
  expect(wanted([reply, { ...reply, id: 'n2', kind: 'hand_over', notice: 1 }], { preferences })).toEqual([
    'mail nils hand_over:c1',
  ])
})

test('an outgoing webhook is told once of a notice, if it takes its kind', () => {
  const webhooks = [
    { id: 'slack', kinds: ['reply' as const] },
    { id: 'log', kinds: ['hand_over' as const] },
  ]
  const raised = [
    reply,
    { ...reply, id: 'n2', memberId: 'marta' },
    { ...reply, id: 'n3', conversationId: 'c2', notice: 1 },
  ]
  expect(wanted(raised, { webhooks }).filter((one) => one.startsWith('webhook'))).toEqual([
    'webhook slack reply:c1',
    'webhook slack reply:c2',
  ])
})

test('what is about no conversation is a subject of its own', () => {
  expect(wanted([{ ...reply, kind: 'connector_failed', conversationId: null }])).toEqual(['mail nils n1'])
})
