import { crashPoint } from '#platform/crash-point.ts'
import type { Log } from '#platform/log.ts'
import { withConnectionOverrides } from '#twilio/connection-overrides.ts'
import type { PostOutcome } from '#twilio/post-outcome.ts'
import type { OutboundMessage as TwilioMessage, SendLimits } from '#twilio/send-message.ts'
import type { Marked } from './mark-dispatching.ts'
import type { Departure, Pace } from './pace.ts'
import type { Outcome } from './record-outcomes.ts'

/** How one message reaches Twilio, and what follows from the answer. */
export interface PostDependencies {
  log: Log
  /** Asks Twilio once with the credentials of the connector; undefined when it has none. */
  post: (
    organizationId: string,
    connectorId: string,
    message: TwilioMessage,
    limits: SendLimits,
  ) => Promise<PostOutcome | undefined>
  /** A public address of a kept file, good for days, that ends with the name the contact reads. */
  fileUrl: (organizationId: string, storageKey: string, fileName: string | null) => string
  /** Twilio refuses the credentials: the connector rests. */
  pause: (organizationId: string, connectorId: string) => Promise<void>
}

/** A marked message on its way. */
export interface Sending {
  organizationId: string
  message: Marked
  /** Where Twilio reports to; the attempt is added to it. */
  statusUrl: string
  /** Its slot in its lane's pace. */
  departure: Departure
  /** On the clock of `performance.now()`: later than this it must not be sent any more. */
  deadline: number
}

/** Asks Twilio once, and has what became of it recorded. */
export async function postMessage(
  { post, fileUrl, pause, log }: PostDependencies,
  pace: Pace,
  record: (outcome: Outcome) => Promise<null>,
  { organizationId, message, statusUrl, departure, deadline }: Sending,
): Promise<void> {
  const { connectorId, attemptId, to, from, lane, serviceSid } = message
  const asked: TwilioMessage = {
    to,
    ...(serviceSid === null ? { from } : { messagingServiceSid: serviceSid }),
    ...contentOf(message, (storageKey, fileName) => fileUrl(organizationId, storageKey, fileName)),
    statusCallback: withConnectionOverrides(`${statusUrl}/${attemptId}`),
  }
  // In one turn with the POST: a message that was noted as leaving and left later would be in a second with those that follow.
  let wait = departure.due - performance.now()
  do {
    if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    wait = pace.leave(departure, performance.now())
  } while (wait > 0)
  crashPoint('before-post')
  const result: PostOutcome = (await post(organizationId, connectorId, asked, { notAfter: deadline })) ?? {
    outcome: 'notSent',
    reason: 'the connector has no credentials',
  }
  pace.answered(departure, performance.now(), result.outcome === 'accepted')
  crashPoint('after-post')
  if (result.outcome === 'rejected' && result.httpStatus === 429) pace.rest(lane, 1000, performance.now())
  if (result.outcome === 'rejected' && result.retry === 'credentials')
    await pause(organizationId, connectorId)
  if (result.outcome === 'unknown')
    log.warn({ messageId: message.id, reason: result.reason }, 'Nobody knows yet whether a message was sent')
  const { id: messageId, conversationId, contactId, senderId, claimEpoch, byService } = message
  await record({
    organizationId,
    attemptId,
    messageId,
    conversationId,
    contactId,
    senderId,
    claimEpoch,
    byService,
    result,
  })
  crashPoint('after-record')
}

function contentOf(
  message: Marked,
  fileUrl: (storageKey: string, fileName: string | null) => string,
): Partial<TwilioMessage> {
  const { body, file, contentSid, variables } = message
  if (message.asTemplate) return { contentSid, contentVariables: variables ?? {} }
  const mediaUrl = file === null ? null : (file.url ?? fileUrl(file.storageKey ?? '', file.fileName))
  return {
    ...(body === '' ? {} : { body }),
    ...(mediaUrl === null ? {} : { mediaUrls: [mediaUrl] }),
  }
}
