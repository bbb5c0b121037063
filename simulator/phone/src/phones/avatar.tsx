/** A round mark with the initials; the colour follows the seed, so that a person keeps theirs. */
export function Avatar({ name, seed, size = 40 }: { name: string; seed: string; size?: number }) {
  let hue = 0
  for (const letter of seed) hue = (hue * 31 + letter.charCodeAt(0)) % 360
  const initials = name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join('')
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.38, background: `hsl(${hue} 42% 34%)` }}
    >
      {initials || '#'}
    </span>
  )
}
