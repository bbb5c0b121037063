import { messageOperations } from '@parley/contract/messages.ts'
import { findConnector } from '#connectors/store.ts'
import { listConnectorsToFill } from '#messages/gap-store.ts'
import { fillGaps, type GapsFilled, type TwilioList } from '#messages/fill-gaps.ts'
import { listSetAside, rerunUnparsed } from '#messages/aside-store.ts'
import { type Confirmation, settleQuarantine } from '#messages/quarantine.ts'
import type { TwilioMemory } from '#messages/reconcile-unknown.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { everyOrganization } from './every-organization.ts'
import type { Ground } from './ground.ts'
import type { Rooms } from './rooms.ts'

const minutes = 60_000
const hours = 60 * minutes

/** Looks through Twilio's list for what never reached us: far back at the start, then in overlapping windows. */
export async function gapJobs(ground: Ground, rooms: Rooms): Promise<void> {
  const { jobs, log } = ground
  const look = async (lookBack: number) => {
    for (const organizationId of await everyOrganization(ground)) {
      const connectors = await ground.database.withOrganization(organizationId, (tx) =>
        listConnectorsToFill(tx, null),
      )
      for (const { id } of connectors) await fill(ground, rooms, organizationId, id, lookBack)
    }
  }
  let first = true
  await jobs.every(60, 'messages.gaps', async () => {
    await look(first ? 7 * 24 * hours : 10 * minutes)
    first = false
  })
  await jobs.every(3600, 'messages.gaps.hourly', () => look(48 * hours))
  await jobs.every(15, 'messages.quarantine', async () => {
    for (const organizationId of await everyOrganization(ground)) {
      const found = await settleQuarantine(ground.database, organizationId, async (connectorId, sid) => {
        const client = await rooms.twilioOf(organizationId, connectorId)
        return client ? await confirmBy(client, sid) : 'unreachable'
      })
      if (found > 0)
        log.warn({ organizationId, found }, 'Twilio confirmed messages whose signature did not match')
    }
  })
}

/** Asks Twilio for the message and its files. */
async function confirmBy(
  client: TwilioList & Pick<TwilioMemory, 'fetchMessage'>,
  sid: string,
): Promise<Confirmation> {
  const message = await client.fetchMessage(sid)
  if (isTwilioRefusal(message)) return message.refused === 'not_found' ? 'unknown' : 'unreachable'
  const media = message.mediaCount > 0 ? await client.listMedia(sid) : []
  return isTwilioRefusal(media) ? 'unreachable' : { accountSid: client.accountSid, message, media }
}

async function fill(
  ground: Ground,
  rooms: Rooms,
  organizationId: string,
  connectorId: string,
  lookBack: number,
): Promise<GapsFilled | Refused> {
  const { database, clock, log } = ground
  const [connector] = await database.withOrganization(organizationId, (tx) =>
    listConnectorsToFill(tx, connectorId),
  )
  if (!connector) return refuse('not_found')
  const client = await rooms.twilioOf(organizationId, connectorId)
  if (!client || !connector.connected) return refuse('connector_not_connected')
  const place = { organizationId, connectorId, addresses: new Set(connector.addresses) }
  const filled = await fillGaps(database, place, client, new Date(clock.now().getTime() - lookBack))
  if (isTwilioRefusal(filled)) {
    log.info({ connectorId, refused: filled.refused }, 'Twilio’s list could not be read')
    return filled.refused === 'credentials_refused' ? refuse('connector_not_connected') : filled
  }
  if (filled.found > 0) log.warn({ connectorId, ...filled }, 'Messages were found that never reached us')
  return filled
}

export function gapRoutes(doors: Doors, ground: Ground, rooms: Rooms) {
  door(doors, messageOperations.listSetAside, ({ principal, params }) =>
    ground.database.withOrganization(principal.organizationId, async (tx) => {
      const connector = await findConnector(tx, params.connectorId)
      return connector ? await listSetAside(tx, connector.id) : refuse('not_found')
    }),
  )
  door(doors, messageOperations.fillGaps, async ({ principal, params, body }) => {
    const { organizationId } = principal
    const { database } = ground
    const filled = await fill(ground, rooms, organizationId, params.connectorId, body.hours * hours)
    if (isRefusal(filled)) return filled
    const again = await database.withOrganization(organizationId, (tx) =>
      rerunUnparsed(tx, params.connectorId),
    )
    return { ...filled, again }
  })
}
