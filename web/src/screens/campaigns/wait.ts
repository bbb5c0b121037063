import type { TFunction } from 'i18next'

export const units = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
] as const

/** The largest unit that fits without a rest, with its number: 7200 is 2 hours. */
export function asUnit(seconds: number): { count: number; unit: (typeof units)[number][0] } {
  const [unit, length] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? units[2]
  return { count: Math.round(seconds / length), unit }
}

export function inWords(seconds: number, t: TFunction<'campaigns'>): string {
  const { count, unit } = asUnit(seconds)
  return t(`unit.${unit}`, { count })
}
