import type { Jobs } from '#platform/jobs.ts'
import type { Way } from './delivery.ts'
import { organizationsWithDeliveries } from './delivery-store.ts'
import { noteMail } from './mail-off.ts'
import type { NotificationRoom } from './room.ts'
import { sendDeliveries } from './send-deliveries.ts'

const ways: readonly Way[] = ['mail', 'push', 'webhook']
/** Organizations side by side: one whose addresses hang holds up few others. */
const sideBySide = 8

/** Looks every second for what is due, each way by itself. */
export async function notificationJobs(jobs: Jobs, room: NotificationRoom): Promise<void> {
  await noteMail(room.database, room.mailer !== null)
  for (const way of ways) await jobs.every(1, `notifications.${way}`, () => round(room, way))
}

async function round(room: NotificationRoom, way: Way): Promise<void> {
  const waiting = await room.database.acrossOrganizations(organizationsWithDeliveries(way, room.clock.now()))
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const organizationId = next
      await sendDeliveries(room, organizationId, way).catch((error: unknown) =>
        room.log.warn(
          { err: error, organizationId, way },
          'Notifications were not sent; they are tried again',
        ),
      )
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, work))
}
