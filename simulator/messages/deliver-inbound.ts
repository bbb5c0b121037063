import type { Message } from '#entities.ts'
import type { WebhookEntry } from '#request-log.ts'
import type { InboundTarget } from '#rules/webhook-target.ts'
import { isOptedOut } from '#rules/opt-out.ts'
import type { World } from '#world.ts'
import { readTwiml, type TwimlMessage } from '#webhooks/twiml.ts'
import type { WebhookResult } from '#webhooks/call-webhook.ts'
import { withoutFragment } from '#webhooks/sign.ts'
import { acceptMessage, originOf, textRequest } from './accept-message.ts'
import { raiseAlert, sendWebhook } from './send-webhook.ts'

const MAX_REDIRECTS = 10

/** Queues the webhook of an inbound message: the URL, then the fallback, and the answer's TwiML is carried out. */
export function deliverInbound(
  world: World,
  message: Message,
  target: InboundTarget,
  parameters: Record<string, string>,
): void {
  const { url, fallbackUrl } = target
  if (url === null) return
  world.queue.push(message.sid, async () => {
    const token = world.ids.uuid()
    const visit = { world, message, token, parameters }
    const error = await tell(visit, 'inbound', url, target.method)
    if (error === null || fallbackUrl === null) return
    const withError = { ...parameters, ErrorCode: String(error), ErrorUrl: withoutFragment(url) }
    await tell({ ...visit, parameters: withError }, 'fallback', fallbackUrl, target.fallbackMethod)
  })
}

type Visit = { world: World; message: Message; token: string; parameters: Record<string, string> }

/** Calls one URL and does what its answer says; gives Twilio's error code when it could not. */
async function tell(
  visit: Visit,
  purpose: WebhookEntry['purpose'],
  url: string,
  method: string,
  hops = 0,
): Promise<number | null> {
  const { world, message, token, parameters } = visit
  const result = await sendWebhook(world, { purpose, url, method, message, parameters, token })
  if (result.errorCode !== null) return result.errorCode
  const verdict = readAnswer(result)
  if ('errorCode' in verdict) {
    raiseAlert(world, verdict.errorCode, { url, method, message })
    return verdict.errorCode
  }
  for (const warning of verdict.warnings) raiseAlert(world, warning, { url, method, message })
  for (const step of verdict.steps) {
    if (step.kind === 'message') reply(world, message, step, url)
    else if (hops < MAX_REDIRECTS && URL.canParse(step.url, url))
      return await tell(visit, 'redirect', new URL(step.url, url).href, step.method.toUpperCase(), hops + 1)
  }
  return null
}

function readAnswer(result: WebhookResult) {
  const { contentType, body } = result.answer!
  return readTwiml(contentType, body)
}

/** Twilio: a TwiML message goes back to the one who wrote unless it says otherwise. */
function reply(world: World, inbound: Message, step: TwimlMessage, url: string): void {
  const action =
    step.action !== null && URL.canParse(step.action, url) ? new URL(step.action, url).href : null
  const from = step.from ?? inbound.to
  const to = step.to ?? inbound.from ?? ''
  if (isOptedOut(world.store, { sender: from, service: null }, to)) {
    raiseAlert(world, 21610, { url, method: 'POST', message: inbound })
    return
  }
  const request = {
    ...textRequest(from, to, step.body),
    mediaUrls: step.media.filter((one) => URL.canParse(one, url)).map((one) => new URL(one, url).href),
    statusCallback: action,
  }
  acceptMessage(world, inbound.accountSid, request, originOf(inbound.accountSid), 'outbound-reply')
}
