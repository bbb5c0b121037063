import { ask } from './ask.ts'
import { readableAddress } from './address.ts'
import { useResource } from './use-resource.ts'

export type SenderWebhook = {
  callback_url: string | null
  callback_method: string
  fallback_url: string | null
  fallback_method: string
  status_callback_url: string | null
  status_callback_method: string
}

/** A sender of an account, or an account's sandbox (then without `sid`, with `join_code`). */
export type Sender = {
  sid: string | null
  address: string
  name: string
  account_sid: string
  status: string
  sandbox: boolean
  join_code: string | null
  webhook: SenderWebhook
  service: { sid: string; friendly_name: string } | null
  /** Where inbound messages really go. */
  effective: {
    decided_by: 'sender' | 'service' | 'sandbox'
    url: string | null
    method: string
    fallback_url: string | null
  }
  quality_rating: string | null
  messaging_limit: string | null
  /** What WhatsApp takes from it. */
  messages_per_second: number | null
  /** People its account wrote to first within the last 24 hours. */
  reached: number
  offline_reasons: { code: string; message: string; more_info: string }[]
}

/** Changes what Meta allows a sender. */
export async function changeSender(
  address: string,
  change: Partial<Pick<Sender, 'messages_per_second' | 'messaging_limit'>>,
): Promise<void> {
  await ask('PUT', `/senders/${encodeURIComponent(address)}`, change)
}

const concerns = new Set(['sender', 'service', 'account', 'reset'])

/** All senders, and the name that a phone shows for one. */
export function useSenders(): { senders: Sender[] | undefined; nameOf: (address: string) => string } {
  const { value } = useResource<{ senders: Sender[] }>('/senders', ({ type }) => concerns.has(type))
  const nameOf = (address: string) =>
    value?.senders.find((sender) => sender.address === address)?.name ?? readableAddress(address)
  return { senders: value?.senders, nameOf }
}
