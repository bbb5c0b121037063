import type { TwilioClient } from '#twilio/client.ts'
import type { MessagingService } from '#twilio/messaging-services.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'

/** The Messaging Service a sender is in, and the addresses of the others in it. */
export interface Pool {
  service: MessagingService
  others: string[]
}

/** By Twilio's sid of the sender. A sender is in one service at most. */
export type Pools = ReadonlyMap<string, Pool>

/** Reads who is in which Messaging Service. Read once for all senders of an account: each service is a request. */
export async function readPools(client: TwilioClient): Promise<Pools | TwilioRefusal> {
  const services = await client.listMessagingServices()
  if (isTwilioRefusal(services)) return services
  const pools = new Map<string, Pool>()
  for (const service of services) {
    const pooled = await client.listChannelSenders(service.sid)
    if (isTwilioRefusal(pooled)) return pooled
    for (const { sid } of pooled) {
      const others = pooled.filter((other) => other.sid !== sid).map(({ address }) => address)
      pools.set(sid, { service, others })
    }
  }
  return pools
}
