/** A span of milliseconds in its two largest parts: "1 day, 1 hour". */
export function spanIn(ms: number, locale: string): string {
  let minutes = Math.round(Math.abs(ms) / 60_000)
  const parts: string[] = []
  for (const [unit, length] of [
    ['day', 1_440],
    ['hour', 60],
    ['minute', 1],
  ] as const) {
    const count = Math.floor(minutes / length)
    minutes -= count * length
    if (count > 0 && parts.length < 2)
      parts.push(count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' }))
  }
  return parts.join(', ')
}
