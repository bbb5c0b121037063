import { type DeliveryStatus, reportedRank } from '@parley/contract/delivery-status.ts'

export interface Reported {
  status: string
  /** 0: none. */
  errorCode: number
}

export interface Folded {
  status: Extract<
    DeliveryStatus,
    'accepted' | 'sent' | 'delivered' | 'read' | 'failed' | 'undelivered' | 'canceled'
  >
  errorCode: number | null
}

const shown: Record<string, Folded['status']> = {
  scheduled: 'accepted',
  accepted: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  canceled: 'canceled',
  failed: 'failed',
  undelivered: 'undelivered',
  delivered: 'delivered',
  read: 'read',
}

/**
 * What a set of reports comes to: its maximum. Twilio repeats reports and sends them in any order, and a maximum does not
 * care. A status nobody knows proves at least that Twilio has the message.
 */
export function foldStatuses(reports: readonly Reported[]): Folded {
  let best: Reported = { status: 'accepted', errorCode: 0 }
  for (const report of reports) {
    const ahead = rank(report) - rank(best)
    // Of two failures the one with the larger code is shown, so that here too the order cannot matter.
    const tie = report.errorCode - best.errorCode || (report.status > best.status ? 1 : -1)
    if (ahead > 0 || (ahead === 0 && tie > 0)) best = report
  }
  const status = shown[best.status] ?? 'accepted'
  const failed = status === 'failed' || status === 'undelivered'
  return { status, errorCode: failed && best.errorCode > 0 ? best.errorCode : null }
}

const rank = ({ status }: Reported): number => reportedRank[status] ?? 0
