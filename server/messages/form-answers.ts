/** What a form sends along about itself; nobody answered it. */
const ofTheForm: ReadonlySet<string> = new Set(['flow_token'])

/**
 * What was filled into a form, whatever its shape: Twilio passes on what the form holds, by the names in it. Answers within
 * answers are named by their way; several choices are one answer.
 */
export function readAnswers(data: unknown): { name: string; value: string }[] {
  if (typeof data !== 'object' || data === null)
    return data === undefined ? [] : [{ name: '', value: told(data) }]
  return Object.entries(data).flatMap(([name, value]) => {
    if (ofTheForm.has(name)) return []
    const isPlain = typeof value !== 'object' || value === null || isChoices(value)
    if (isPlain) return [{ name, value: told(value) }]
    return readAnswers(value).map((inside) => ({
      ...inside,
      name: inside.name ? `${name}.${inside.name}` : name,
    }))
  })
}

const isChoices = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)

function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join(', ')
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
