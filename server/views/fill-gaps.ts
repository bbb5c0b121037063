/**
 * Points of a line over time, with those in which nothing happened. `from` is when a point begins, in seconds since 1970, a multiple of
 * `everySeconds`; the points rise.
 */
export function fillGaps(
  points: readonly { from: number; messages: number }[],
  everySeconds: number,
): { at: string; messages: number; perMinute: number }[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return []
  const counts = new Map(points.map(({ from, messages }) => [from, messages]))
  const length = (last.from - first.from) / everySeconds + 1
  return Array.from({ length }, (_, n) => {
    const from = first.from + n * everySeconds
    const messages = counts.get(from) ?? 0
    return {
      at: new Date(from * 1000).toISOString(),
      messages,
      perMinute: Math.round((messages * 600) / everySeconds) / 10,
    }
  })
}
