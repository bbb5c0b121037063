import type { Content, Message } from '#entities.ts'
import { richestType } from './content-types.ts'
import { variableKeys } from './template-review.ts'

// Meta: 1024 characters with all values in, and no values with line breaks, tabs or more than four spaces in a row.
const MAX_FILLED = 1_024
const UNFIT_SPACE = /[\r\n\t]| {5,}/

/** Meta: what is wrong with sending this approved template with these values, or null. */
export function findFillingError(content: Content, message: Message): number | null {
  const [type, fields] = richestType(content.types)
  const keys = new Set(variableKeys(fields))
  // Meta writes the text around the code itself.
  if (type === 'whatsapp/authentication') keys.add('1')
  const values: Record<string, string> = { ...content.variables, ...message.variables }
  if (Object.keys(message.variables).some((key) => !keys.has(key))) return 63028
  if (variableKeys(fields).some((key) => !values[key])) return 63028
  if ([...keys].some((key) => UNFIT_SPACE.test(values[key] ?? ''))) return 63013
  return message.body.length > MAX_FILLED ? 63021 : null
}

/** Meta: a template that was approved once says why it does not go any more, in a window and outside. */
export function findVerdictError(content: Content): number | null {
  const verdicts: Record<string, number> = { rejected: 63040, paused: 63041, disabled: 63042 }
  return verdicts[content.approval.status] ?? null
}
