import { controlSimulator } from '../tests/world/phone.ts'
import { percentile, startGround } from './ground.ts'

// From a guest's message to the built-in agent's answer on the phone, through real webhooks, PostgreSQL and the dispatcher.
// The agent waits a second for further messages; that second is in the figure.

const guests = 60
await using ground = await startGround('web,worker')
const control = controlSimulator(ground.simulatorUrl)
const frontDesk = 'whatsapp:+12025550101'
const times: number[] = []
for (let guest = 0; guest < guests; guest += 1) {
  const address = `whatsapp:+4916${String(guest).padStart(8, '0')}`
  await control.addPhone({ address, profile_name: `Guest ${guest}` })
  const start = performance.now()
  await control.write(address, frontDesk, 'What time is breakfast?')
  while (!(await control.messages(address)).some(({ direction }) => direction === 'in'))
    await new Promise((done) => setTimeout(done, 10))
  times.push(performance.now() - start)
}
console.log(
  `answer on the phone: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, max ${Math.max(...times).toFixed(0)} ms over ${guests} guests (target p95 ≤ 2000 ms)`,
)
