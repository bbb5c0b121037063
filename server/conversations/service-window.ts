/** Meta: a person's message opens the window for 24 hours. Our own answers do not prolong it. */
export const windowSeconds = 24 * 3600

/** What must be left of the window when a message is about to reach the wire: it may close while Twilio works. */
export const sendMarginSeconds = 60

export interface ServiceWindow {
  open: boolean
  /** When it closes or closed; null when the contact never wrote. */
  closesAt: Date | null
}

/** The window of one contact and one sender at an instant, from the time of the last inbound message. */
export function serviceWindow(lastInboundAt: Date | null, at: Date): ServiceWindow {
  if (lastInboundAt === null) return { open: false, closesAt: null }
  const closesAt = new Date(lastInboundAt.getTime() + windowSeconds * 1000)
  return { open: at < closesAt, closesAt }
}

/** Is the window still open `marginSeconds` after this instant? */
export function isWindowOpen(lastInboundAt: Date | null, at: Date, marginSeconds = 0): boolean {
  return serviceWindow(lastInboundAt, new Date(at.getTime() + marginSeconds * 1000)).open
}
