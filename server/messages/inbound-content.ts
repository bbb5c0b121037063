import type { MessageDetails, MessageKind } from '@parley/contract/messages.ts'
import type { z } from 'zod'
import type { InboundContent, InboundMedia } from '#twilio/inbound-content.ts'
import type { InboundMessage } from '#twilio/inbound-message.ts'
import { readAnswers } from './form-answers.ts'
import { previewOf } from './preview.ts'

/** An inbound message as we keep it. */
export interface Described {
  kind: z.infer<typeof MessageKind>
  body: string
  details: z.infer<typeof MessageDetails>
  /** One line for lists. */
  preview: string
  media: readonly InboundMedia[]
}

/** What Twilio sent, in the words of the contract. Nothing is lost: a kind nobody knows keeps its text and its name. */
export function describeInbound(inbound: InboundMessage): Described {
  const { content, forwarded, referral } = inbound
  const details: Described['details'] = {
    ...detailsOf(content),
    ...(forwarded ? { forwarded } : {}),
    ...(referral
      ? {
          referral: present({
            headline: referral.headline,
            body: referral.body,
            sourceUrl: referral.sourceUrl,
            sourceType: referral.sourceType,
          }),
        }
      : {}),
  }
  const media = 'media' in content ? content.media : []
  const { kind, body } = content
  const preview = previewOf({ kind, body, details, mediaType: media[0]?.contentType ?? null })
  return { kind, body, details, preview, media }
}

function detailsOf(content: InboundContent): Described['details'] {
  switch (content.kind) {
    case 'button':
      return { button: { title: content.title, payload: content.payload } }
    case 'list':
      return {
        list: { id: content.id, title: content.title, ...present({ description: content.description }) },
      }
    case 'location':
      return {
        location: {
          latitude: content.latitude,
          longitude: content.longitude,
          ...present({ label: content.label, address: content.address }),
        },
      }
    case 'flow':
      return { answers: readAnswers(content.data) }
    case 'unknown':
      return { type: content.type }
    default:
      return {}
  }
}

/** Leaves out what is null. */
function present<T extends Record<string, string | null>>(fields: T): { [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [Key in keyof T]?: string
  }
}
