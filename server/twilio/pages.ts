import type { Twilio } from 'twilio'
import type { AskTwilio } from './library.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

/** A page of a list as Twilio's library gives it. */
interface LibraryPage<Item> {
  instances: Item[]
  nextPage(): Promise<LibraryPage<Item>> | undefined
}

/** A list that leads back into itself must not hold a worker for ever. */
const maxPages = 1000

/** Every page of a list, in Twilio's order. A refusal ends it. */
export async function* readPages<Item>(
  ask: AskTwilio,
  first: (library: Twilio) => Promise<LibraryPage<Item>>,
): AsyncGenerator<Item[] | TwilioRefusal, void> {
  let read: (library: Twilio) => Promise<LibraryPage<Item> | undefined> = first
  for (let count = 0; count < maxPages; count += 1) {
    const page: LibraryPage<Item> | undefined | TwilioRefusal = await ask(read)
    if (!page) return
    yield isTwilioRefusal(page) ? page : page.instances
    if (isTwilioRefusal(page)) return
    read = async () => page.nextPage()
  }
}

/** All items of a list at once, or the refusal that stopped it: half a list would look like a whole one. */
export async function readAll<Item, Result>(
  pages: AsyncIterable<Item[] | TwilioRefusal>,
  shape: (item: Item) => Result,
): Promise<Result[] | TwilioRefusal> {
  const all: Result[] = []
  for await (const page of pages) {
    if (isTwilioRefusal(page)) return page
    all.push(...page.map(shape))
  }
  return all
}
