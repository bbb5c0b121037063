import { ask, Refused } from './ask.ts'
import { phonePath, type Phone } from './phones.ts'

export type Shelf = { phones: Phone[] | undefined; failure: Refused | null }

export const everyPhone = '*'
/** Between two loads, in milliseconds: a storm of news costs a few loads a second. */
const breath = 60

/** Holds all phones and loads one, or all, of them again; those who subscribe hear of each change. */
export function createPhoneShelf() {
  const subscribers = new Set<() => void>()
  const due = new Set<string>()
  let shelf: Shelf = { phones: undefined, failure: null }
  let busy = false

  const put = (next: Shelf) => {
    shelf = next
    for (const subscriber of subscribers) subscriber()
  }
  const loadNow = async (which: string): Promise<Phone[] | undefined> => {
    if (which === everyPhone) return (await ask<{ phones: Phone[] }>('GET', '/phones')).phones
    const phone = await find(which)
    return shelf.phones && withPhone(shelf.phones, which, phone)
  }
  const drain = async () => {
    busy = true
    // A set goes on with what is added while it is walked through.
    for (const which of due) {
      due.delete(which)
      try {
        put({ phones: await loadNow(which), failure: null })
      } catch (cause) {
        put({ ...shelf, failure: cause instanceof Refused ? cause : new Refused(String(cause), 0) })
      }
      await new Promise((done) => setTimeout(done, breath))
    }
    busy = false
  }
  return {
    read: () => shelf,
    subscribe: (subscriber: () => void) => {
      subscribers.add(subscriber)
      return () => {
        subscribers.delete(subscriber)
      }
    },
    /** An address, or `everyPhone`. */
    load: (which: string) => {
      due.add(which)
      if (!busy) void drain()
    },
  }
}

/** Null when it is there no more. */
async function find(address: string): Promise<Phone | null> {
  try {
    return await ask<Phone>('GET', phonePath(address))
  } catch (cause) {
    if (cause instanceof Refused && cause.status === 404) return null
    throw cause
  }
}

function withPhone(phones: Phone[], address: string, phone: Phone | null): Phone[] {
  if (phone === null) return phones.filter((one) => one.address !== address)
  const place = phones.findIndex((one) => one.address === address)
  return place < 0 ? [...phones, phone] : phones.with(place, phone)
}
