import { createContext, use } from 'react'
import type { Sender } from '../api/senders.ts'
import type { NewMessage, Phone } from '../api/phones.ts'

/** What every part of one phone needs. */
export type PhoneHold = {
  phone: Phone
  /** The element that panels of this phone are drawn into; null before the first drawing. */
  glass: HTMLElement | null
  senders: readonly Sender[]
  /** The profile name of a sender, or its readable address. */
  nameOf: (sender: string) => string
  /** Sends in the order of the calls; resolves to false when the simulator refused, which the phone then tells. */
  send: (message: NewMessage) => Promise<boolean>
  /** Runs one change; a refusal is told on the phone. */
  attempt: (change: () => Promise<unknown>) => Promise<boolean>
}

export const PhoneContext = createContext<PhoneHold | null>(null)

export function usePhone(): PhoneHold {
  const hold = use(PhoneContext)
  if (!hold) throw new Error('usePhone is called outside a phone: wrap it in PhoneContext')
  return hold
}
