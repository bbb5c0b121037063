import { useEffect, useRef, useState } from 'react'
import { ask, Refused } from './ask.ts'
import { useNews } from './live.tsx'
import { phonePath, type Phone } from './phones.ts'
import { useResource } from './use-resource.ts'

const ofOnePhone = new Set(['phone', 'message', 'typing'])
const breath = 60

/** All phones, in the order they were added. News of one phone load that phone only. */
export function usePhones(): { phones: Phone[] | undefined; failure: Refused | null } {
  const { value, failure } = useResource<{ phones: Phone[] }>(
    '/phones',
    ({ type, address }) => type === 'reset' || (ofOnePhone.has(type) && address === undefined),
  )
  const [phones, setPhones] = useState<Phone[]>()
  useEffect(() => {
    if (value) setPhones(value.phones)
  }, [value])

  const changed = useRef({ addresses: new Set<string>(), busy: false })
  const drain = async () => {
    const { addresses } = changed.current
    if (changed.current.busy) return
    changed.current.busy = true
    for (const address of addresses) {
      addresses.delete(address)
      const phone = await find(address)
      if (phone !== undefined) setPhones((before) => before && withPhone(before, address, phone))
      await new Promise((done) => setTimeout(done, breath))
    }
    changed.current.busy = false
  }
  useNews(({ type, address }) => {
    if (!ofOnePhone.has(type) || address === undefined) return
    changed.current.addresses.add(address)
    void drain()
  })
  return { phones, failure }
}

/** Null when it is there no more, undefined when nobody answered. */
async function find(address: string): Promise<Phone | null | undefined> {
  try {
    return await ask<Phone>('GET', phonePath(address))
  } catch (cause) {
    return cause instanceof Refused && cause.status === 404 ? null : undefined
  }
}

function withPhone(phones: Phone[], address: string, phone: Phone | null): Phone[] {
  if (phone === null) return phones.filter((one) => one.address !== address)
  const place = phones.findIndex((one) => one.address === address)
  return place < 0 ? [...phones, phone] : phones.with(place, phone)
}
