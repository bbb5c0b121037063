/** Somebody to add: a name and, to choose from, a number reserved for fiction or a user id. */
export type Person = { name: string; number: string; user: string }

const names = [
  'Ana Ribeiro',
  'Bruno Costa',
  'Chidi Okafor',
  'Dana Levy',
  'Elif Yılmaz',
  'Farah Haddad',
  'Giulia Ferri',
  'Hiro Tanaka',
  'Inês Duarte',
  'Jonas Weber',
  'Kavya Nair',
  'Lucía Torres',
  'Mateo Silva',
  'Nadia Rahman',
  'Olivia Brooks',
  'Priya Shah',
  'Rosa Almeida',
  'Samuel Mensah',
]
const areas = ['202', '212', '305', '312', '415', '617', '702', '808']
// The lower ends are left to the businesses of the starting world.
const lastTwo = Array.from({ length: 80 }, (_, place) => String(place + 20))
const countries = ['PT', 'BR', 'US', 'DE', 'IN']

/** Avoids the names and numbers that are taken. North American 555-01xx numbers belong to nobody. */
export function randomPerson(
  takenNames: readonly string[] = [],
  takenAddresses: readonly string[] = [],
): Person {
  const freeNames = names.filter((name) => !takenNames.includes(name))
  const numbers = areas.flatMap((area) => lastTwo.map((end) => `+1${area}55501${end}`))
  const freeNumbers = numbers.filter((number) => !takenAddresses.includes(`whatsapp:${number}`))
  const user = `${pick(countries)}.${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`
  return { name: pick(freeNames) || pick(names), number: pick(freeNumbers), user }
}

function pick(from: readonly string[]): string {
  return from[Math.floor(Math.random() * from.length)] ?? ''
}
