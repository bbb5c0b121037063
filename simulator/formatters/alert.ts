import type { Alert } from '#entities.ts'
import { iso8601 } from './dates.ts'

export function formatAlert(alert: Alert, base: string): Record<string, unknown> {
  const at = iso8601(alert.createdAt)
  return {
    account_sid: alert.accountSid,
    alert_text: alert.text,
    api_version: '2010-04-01',
    date_created: at,
    date_generated: at,
    date_updated: at,
    error_code: alert.errorCode,
    log_level: alert.logLevel,
    more_info: `https://www.twilio.com/docs/errors/${alert.errorCode}`,
    request_method: alert.requestMethod,
    request_url: alert.requestUrl,
    resource_sid: alert.resourceSid,
    service_sid: alert.serviceSid,
    sid: alert.sid,
    url: `${base}/v1/Alerts/${alert.sid}`,
  }
}
