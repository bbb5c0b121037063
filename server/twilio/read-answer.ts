/** A JSON object from the network, read one member at a time; what has another type counts as absent. */
export interface Answer {
  text(name: string): string | null
  number(name: string): number | null
}

/** Null when the text is not a JSON object. */
export function readAnswer(body: string): Answer | null {
  const object = parseObject(body)
  if (!object) return null
  return {
    text: (name) => {
      const value = object[name]
      return typeof value === 'string' ? value : null
    },
    number: (name) => {
      const value = object[name]
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    },
  }
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
