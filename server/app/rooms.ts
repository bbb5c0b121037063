import type { LanguageModel } from 'ai'
import { join } from 'node:path'
import { connectorsByToken, routesIn } from '#connectors/find-by-token.ts'
import type { SenderRoom } from '#connectors/load-subject.ts'
import { type CredentialsOf, credentialsWith } from '#connectors/credentials.ts'
import { clientsOver, type OpenClient, type TwilioOf, twilioWith } from '#connectors/twilio-of.ts'
import { openSpool, type Spool } from '#messages/spool.ts'
import { isRefusal } from '#platform/refusal.ts'
import { openModel } from '#agents/open-model.ts'
import type { Outside } from '#replies/think.ts'
import type { FetchOutside } from '#replies/application-brain.ts'
import type { NotificationRoom } from '#notifications/room.ts'
import type { Ground } from './ground.ts'
import { openNotifications } from './notifications.ts'

/** What several rooms are given: how to reach Twilio for a connector, and the world outside. */
export interface Rooms {
  credentialsOf: CredentialsOf
  openClient: OpenClient
  twilioOf: TwilioOf
  byToken: ReturnType<typeof connectorsByToken>
  /** Called when a connector was changed in this process: what was remembered of them is asked for anew. */
  forgetConnectors: () => void
  senderRoom: SenderRoom
  spool: Spool
  outside: Outside
  notificationRoom: NotificationRoom
}

export async function openRooms(ground: Ground, stack: AsyncDisposableStack): Promise<Rooms> {
  const { config, database, secrets, publicUrl, connections } = ground
  const credentialsOf = credentialsWith(secrets)
  const openClient = clientsOver(connections, config.twilioApiUrl)
  const { twilioOf, forget: forgetClients } = twilioWith(database, credentialsOf, openClient)
  const byToken = connectorsByToken(database, routesIn(database), credentialsOf)
  return {
    credentialsOf,
    openClient,
    twilioOf,
    byToken,
    forgetConnectors: () => {
      byToken.forget()
      forgetClients()
    },
    senderRoom: { database, secrets, twilioOf, publicUrl, twilioApiUrl: config.twilioApiUrl },
    spool: await openSpool(join(config.dataDir, 'spool')),
    outside: { model: await modelOf(ground), fetchOutside: fetchThrough(ground) },
    notificationRoom: openNotifications(ground, stack),
  }
}

async function modelOf({ config }: Ground): Promise<LanguageModel | null> {
  return config.model === null ? null : await openModel(config.model)
}

/** An application of the customer's is asked through the guarded way out: nothing inside our network is reached by it. */
function fetchThrough({ egress }: Ground): FetchOutside {
  return async (url, { method, headers, body, maxBytes }) => {
    const answer = await egress.fetch(url, {
      method,
      headers,
      limit: maxBytes,
      ...(body === undefined ? {} : { body }),
    })
    if (isRefusal(answer)) throw new Error('The address of the application is not allowed')
    return {
      status: answer.status,
      contentType: answer.headers['content-type'] ?? '',
      text: answer.body.toString('utf8'),
    }
  }
}
