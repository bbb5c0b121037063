import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

// A list of people as a file. A process of its own, because what it takes in memory is not to be measured.

const [path = '', rows = '0'] = process.argv.slice(2)
const out = createWriteStream(path)
out.write('name,phone,language,opt-in text,opt-in source,opt-in date\n')
for (let n = 0; n < Number(rows); n += 1) {
  const line = `"Person, ${n}",+4930${String(10_000_000 + n)},de,Yes to news,Fair,2026-01-${String((n % 28) + 1).padStart(2, '0')}\n`
  if (!out.write(line)) await once(out, 'drain')
}
out.end()
await once(out, 'finish')
