import { useEffect, useState, useSyncExternalStore } from 'react'
import { useNews } from './live.tsx'
import { createPhoneShelf, everyPhone, type Shelf } from './phone-shelf.ts'

const ofOnePhone = new Set(['phone', 'message', 'typing'])

/** All phones, in the order they were added. News of one phone load that phone only. */
export function usePhones(): Shelf {
  const [shelf] = useState(createPhoneShelf)
  useEffect(() => shelf.load(everyPhone), [shelf])
  useNews(({ type, address }) => {
    if (type === 'connected' || type === 'reset' || type === 'sender') shelf.load(everyPhone)
    else if (ofOnePhone.has(type)) shelf.load(address ?? everyPhone)
  })
  return useSyncExternalStore(shelf.subscribe, shelf.read)
}
