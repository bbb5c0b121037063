import type { Log } from '#platform/log.ts'
import { isId } from '#platform/ids.ts'
import { parseWebhook } from '#twilio/parse-webhook.ts'
import type { StatusRow } from './status-store.ts'
import type { OpenWebhook } from './webhook-door.ts'

export interface StatusDoors {
  /** Resolves when the report is committed. */
  record: (row: StatusRow) => Promise<unknown>
  log: Log
}

/**
 * The doors for Twilio's reports about our messages. With the attempt in the path a report proves that this very attempt
 * reached Twilio, even when its answer was lost; without it the SID must do.
 */
export function statusRoutes(open: OpenWebhook, { record, log }: StatusDoors) {
  for (const path of ['/webhooks/twilio/:token/status', '/webhooks/twilio/:token/status/:attempt']) {
    open(path, async ({ connector, parameters, verified }, request, reply) => {
      if (!verified) return await reply.code(403).type('text/plain').send('The signature does not match')
      const report = parseWebhook(parameters)
      if (report.event !== 'status') return await reply.code(204).send()
      const { attempt } = request.params as { attempt?: string }
      const { organizationId, connectorId } = connector
      const detail = report.channelMessage ?? report.errorMessage
      const row = {
        organizationId,
        connectorId,
        providerSid: report.messageSid,
        status: report.status.toLowerCase(),
        errorCode: report.errorCode ?? 0,
        detail,
      }
      try {
        await record({ ...row, attemptId: attempt && isId(attempt) ? attempt : null })
      } catch (error) {
        log.warn({ err: error }, 'A status report could not be kept; Twilio repeats it, and we ask later')
        return await reply.code(503).send()
      }
      return await reply.code(204).send()
    })
  }
}
