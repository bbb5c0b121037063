import type { FastifyInstance } from 'fastify'

import { isRefusal, notFound } from '#errors.ts'
import { formatAlert } from '#formatters/alert.ts'
import { cutPage, formatMetaPage } from '#formatters/page.ts'
import type { World } from '#world.ts'
import { serveApi } from './api-route.ts'

/** Twilio's error log (Monitor), newest first, filtered by level and time. */
export function serveAlerts(app: FastifyInstance, world: World): void {
  serveApi(app, world, {
    product: 'monitor',
    method: 'GET',
    path: '/v1/Alerts',
    handle: ({ account, query, base, path }) => {
      const since = Date.parse(query.get('StartDate') ?? '') || 0
      const until = Date.parse(query.get('EndDate') ?? '') || Infinity
      const level = query.get('LogLevel')
      const alerts = world.store.alerts
        .filter((alert) => alert.accountSid === account.sid && (level === null || alert.logLevel === level))
        .filter((alert) => alert.createdAt >= since && alert.createdAt <= until)
        .toReversed()
      const page = cutPage(alerts, query, 50, (alert) => alert.sid)
      if (isRefusal(page)) return page
      const body = formatMetaPage('alerts', base + path, query, page, (alert) => formatAlert(alert, base))
      return { status: 200, body }
    },
  })
  serveApi(app, world, {
    product: 'monitor',
    method: 'GET',
    path: '/v1/Alerts/:sid',
    handle: ({ account, params, base, path }) => {
      const alert = world.store.alerts.find((one) => one.sid === params.sid && one.accountSid === account.sid)
      return alert ? { status: 200, body: formatAlert(alert, base) } : notFound(path)
    },
  })
}
