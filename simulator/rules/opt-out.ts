import type { Store } from '#store.ts'

export type OptOutType = 'STOP' | 'START' | 'HELP'

// Twilio: the words it listens for where nobody set others.
const WORDS: Readonly<Record<OptOutType, ReadonlySet<string>>> = {
  STOP: new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']),
  START: new Set(['START', 'UNSTOP']),
  HELP: new Set(['HELP', 'INFO']),
}

/**
 * Who keeps the opt-outs of a sender: the Messaging Service it is in, if that has Advanced Opt-Out, or the account for
 * the sender alone; null where Twilio does not listen.
 */
export function optOutScope(store: Store, senderAddress: string): string | null {
  const sender = store.sendersByAddress.get(senderAddress)
  if (!sender) return null
  const service = store.serviceOf(sender.sid)
  if (service?.advancedOptOut) return service.sid
  return store.accounts.get(sender.accountSid)?.advancedOptOut ? senderAddress : null
}

/** What a whole message means to Twilio; "yes" comes back only for one who has left. */
export function readOptOutWord(body: string, isOut: boolean): OptOutType | null {
  const word = body.trim().toUpperCase()
  if (word === 'YES' && isOut) return 'START'
  for (const type of ['STOP', 'START', 'HELP'] as const) if (WORDS[type].has(word)) return type
  return null
}

/** Whether a user has left this sender, or the Messaging Service that would pick one. */
export function isOptedOut(
  store: Store,
  from: { sender: string | null; service: string | null },
  user: string,
): boolean {
  const sender = from.sender === null ? undefined : store.sendersByAddress.get(from.sender)
  const scopes = [from.sender, from.service, sender && store.serviceOf(sender.sid)?.sid]
  return scopes.some((scope) => scope && store.optOuts.has(`${scope} ${user}`))
}
