import { z } from 'zod'

// Twilio: the pages of twilio/flows as its page on that type describes them; the OpenAPI file names `type` and `label`
// of a component only. Texts are lists of characters, `options` and `unavailable_dates` are JSON texts.

const text = z.string().min(1)
const maybe = z.string().nullish()
const answered = { name: maybe, required: z.boolean().nullish() }

const inputTypes = ['TEXT', 'NUMBER', 'EMAIL', 'PASSWORD', 'PASSCODE', 'PHONE'] as const
const typed = { label: text, text, input_type: z.enum(inputTypes).nullish(), ...answered }

/** A variable may stand for the whole text; else it is a list of ids and titles. */
const options = z.string().refine((written) => {
  if (/^\s*\{\{\s*\w+\s*\}\}\s*$/.test(written)) return true
  const choices = parse(written)
  return (
    Array.isArray(choices) &&
    choices.length > 0 &&
    choices.every(({ id, title } = {}) => typeof id === 'string' && typeof title === 'string')
  )
}, 'options must be a JSON text of ids and titles')
const choices = { label: text, text: maybe, options, ...answered }

const Component = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('SHORT_TEXT'), ...typed }),
  z.strictObject({ type: z.literal('LONG_TEXT'), ...typed }),
  z.strictObject({ type: z.literal('SINGLE_SELECT'), ...choices }),
  z.strictObject({ type: z.literal('MULTIPLE_SELECT'), ...choices }),
  z.strictObject({ type: z.literal('MULTI_SELECT'), ...choices }),
  z.strictObject({ type: z.literal('LIST'), ...choices }),
  z.strictObject({
    type: z.literal('DATE_PICKER'),
    label: text,
    min_date: text,
    max_date: text,
    unavailable_dates: maybe,
    ...answered,
  }),
  z.strictObject({ type: z.literal('TEXT_HEADING'), text }),
  z.strictObject({ type: z.literal('TEXT_SUBHEADING'), text }),
  z.strictObject({ type: z.literal('TEXT_BODY'), text }),
  z.strictObject({ type: z.literal('TEXT_CAPTION'), text }),
  z.strictObject({ type: z.literal('RICH_TEXT'), text_list: z.array(text).min(1) }),
  z.strictObject({ type: z.literal('MEDIA'), url: text }),
  z.strictObject({ type: z.literal('FOOTER'), label: text }),
])

const FlowPage = z.strictObject({
  id: z.string().min(1).max(20),
  title: z.string().min(1),
  next_page_id: maybe,
  subtitle: maybe,
  layout: z.array(Component).min(1),
})
type FlowPage = z.infer<typeof FlowPage>

/** Twilio: ten pages at most, each known by its id; one may name the next. */
export const FlowPages = z
  .array(FlowPage)
  .min(1)
  .max(10)
  .refine((pages) => new Set(pages.map(({ id }) => id)).size === pages.length, 'two pages have the same id')
  .refine(
    (pages) => pages.every(({ next_page_id: next }) => !next || pages.some(({ id }) => id === next)),
    'next_page_id names no page',
  )

/** Twilio gives back what a page leaves unset as nulls, and the type of a typed answer as TEXT. */
export const withNullsOfPages = (pages: readonly FlowPage[]): Record<string, unknown>[] =>
  pages.map((page) => ({
    next_page_id: null,
    subtitle: null,
    ...page,
    layout: page.layout.map((component) => ({ ...unset(component.type), ...component })),
  }))

function unset(type: string): Record<string, unknown> {
  const open = { name: null, required: null }
  if (type === 'SHORT_TEXT') return { ...open, input_type: 'TEXT' }
  if (type === 'LONG_TEXT') return { ...open, input_type: null }
  return type.endsWith('_SELECT') || type === 'LIST' || type === 'DATE_PICKER' ? open : {}
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}
