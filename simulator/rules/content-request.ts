import { z } from 'zod'

import type { Content } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'
import { ContentTypes } from './content-types.ts'
import { withNullsOfPages } from './flow-pages.ts'

export type ContentWish = Pick<Content, 'friendlyName' | 'language' | 'variables' | 'types'>

// Twilio: a hundred variables, keys of 16 letters and digits, values of 1600 characters.
const MAX_VARIABLES = 100
const Variables = z.record(z.string().regex(/^[A-Za-z0-9_]{1,16}$/), z.string().min(1).max(1_600))

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** Meta's codes: `en`, `pt_BR`, `zh_CN`. */
function isLanguage(code: string): boolean {
  return (
    /^[a-z]{2,3}(_[A-Z]{2})?$/.test(code) && languages.of(code.slice(0, 3).replace('_', '')) !== undefined
  )
}

/**
 * Reads the JSON of a content to create, or to change (`before` gives what the body leaves out).
 * Twilio: 92001 no types, 92002 too many variables, 92003 no language, 92004 unknown language, 92007 bad variables,
 * 92008 a type it does not know.
 */
export function readContentRequest(json: unknown, before: ContentWish | null): ContentWish | Refusal {
  const body = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  const language = body.language ?? before?.language
  if (language === undefined || language === '') return refuse(92003)
  if (typeof language !== 'string' || !isLanguage(language)) return refuse(92004)
  const variables = body.variables ?? before?.variables ?? {}
  if (Object.keys(variables).length > MAX_VARIABLES) return refuse(92002)
  const named = Variables.safeParse(variables)
  if (!named.success) return refuse(92007)
  const types = readTypes(body.types)
  if ('refused' in types) return types as Refusal
  const friendlyName = z.string().nullish().safeParse(body.friendly_name)
  if (!friendlyName.success) return refuse(20422, 'Invalid Parameter: friendly_name')
  return {
    friendlyName: friendlyName.data ?? before?.friendlyName ?? '',
    language,
    variables: named.data,
    types,
  }
}

function readTypes(given: unknown): ContentWish['types'] | Refusal {
  if (typeof given !== 'object' || given === null || Object.keys(given).length === 0) return refuse(92001)
  const read = ContentTypes.safeParse(given)
  if (read.success) return Object.keys(read.data).length === 0 ? refuse(92001) : withNulls(read.data)
  const issue = read.error.issues[0]!
  if (issue.path.length === 0) return refuse(92008)
  return refuse(20422, `Invalid Parameter: types.${issue.path.join('.')}: ${issue.message}`)
}

/** Twilio gives back the unset fields of a card and of a form as nulls. */
function withNulls(types: ContentWish['types']): ContentWish['types'] {
  const card = types['twilio/card']
  const form = types['twilio/flows']
  return {
    ...types,
    ...(card && {
      'twilio/card': { title: null, body: null, subtitle: null, media: null, actions: null, ...card },
    }),
    ...(form && {
      'twilio/flows': {
        subtitle: null,
        media_url: null,
        ...form,
        pages: withNullsOfPages(form['pages'] as Parameters<typeof withNullsOfPages>[0]),
      },
    }),
  }
}
