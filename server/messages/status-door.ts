import { crashPoint } from '#platform/crash-point.ts'
import type { Log } from '#platform/log.ts'
import { isId } from '#platform/ids.ts'
import { parseWebhook } from '#twilio/parse-webhook.ts'
import type { StatusRow } from './status-store.ts'
import type { WebhookDoors } from './webhook-door.ts'

export interface StatusDoors {
  /** Resolves when the report is committed, as it came. */
  keep: (row: StatusRow) => Promise<unknown>
  /** Called after a commit: there is something to show. */
  wake: (organizationId: string) => void
  log: Log
}

/**
 * The door for Twilio's reports about our messages. With the attempt in the path a report proves that this very attempt
 * reached Twilio, even when its answer was lost; without it the SID must do.
 */
export function statusDoor({ keep, wake, log }: StatusDoors): WebhookDoors['status'] {
  return async ({ connector, parameters, verified, attempt }) => {
    if (!verified) return { status: 403, body: 'The signature does not match' }
    const report = parseWebhook(parameters)
    if (report.event !== 'status') return { status: 204 }
    const { organizationId, connectorId } = connector
    const row = {
      organizationId,
      connectorId,
      providerSid: report.messageSid,
      senderAddress: report.from,
      status: report.status.toLowerCase(),
      errorCode: report.errorCode ?? 0,
      detail: report.channelMessage ?? report.errorMessage,
    }
    try {
      crashPoint('before-status')
      await keep({ ...row, attemptId: attempt !== null && isId(attempt) ? attempt : null })
      crashPoint('after-status')
      wake(organizationId)
      return { status: 204 }
    } catch (error) {
      log.warn({ err: error }, 'A status report could not be kept; Twilio repeats it, and we ask later')
      return { status: 503 }
    }
  }
}
