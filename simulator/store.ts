import type {
  Account,
  Alert,
  ApiKey,
  Content,
  Media,
  Membership,
  Message,
  MessagingService,
  Phone,
  Sender,
} from './entities.ts'
import { userOf } from '#rules/address.ts'
import { Limits } from '#rules/limits.ts'

const MAX_MEDIA_BYTES = 256 * 1024 * 1024
const MAX_ALERTS = 2_000

/** All that the simulator knows, in memory, with the indexes its reads need. */
export class Store {
  readonly accounts = new Map<string, Account>()
  readonly keys = new Map<string, ApiKey>()
  /** By SID. */
  readonly senders = new Map<string, Sender>()
  readonly sendersByAddress = new Map<string, Sender>()
  readonly services = new Map<string, MessagingService>()
  readonly contents = new Map<string, Content>()
  /** Until when a template's name cannot be submitted anew, by `account name language`. */
  readonly blockedNames = new Map<string, number>()
  readonly phones = new Map<string, Phone>()
  /** Sandbox members, by user address. */
  readonly memberships = new Map<string, Membership>()
  /** The instant of a user's last message, by `sender user`. */
  readonly lastInbound = new Map<string, number>()
  /** When a user left a sender or a Messaging Service, by `scope user`. */
  readonly optOuts = new Map<string, number>()
  readonly limits = new Limits()
  /** Called with each new message before anybody is told of it: the journal hangs here. */
  onMessage: (message: Message) => void = () => {}
  readonly alerts: Alert[] = []
  readonly media = new Map<string, Media>()
  readonly mediaBytes = new Map<string, Buffer>()
  readonly #messages = new Map<string, Message>()
  readonly #byAccount = new Map<string, Message[]>()
  readonly #byUser = new Map<string, Message[]>()
  #held = 0
  seq = 0

  /** Messages kept before the oldest are dropped. */
  readonly maxMessages: number

  constructor(maxMessages: number) {
    this.maxMessages = maxMessages
  }

  get messageCount(): number {
    return this.#messages.size
  }

  addSender(sender: Sender): void {
    this.senders.set(sender.sid, sender)
    this.sendersByAddress.set(sender.address, sender)
  }

  deleteSender(sender: Sender): void {
    this.senders.delete(sender.sid)
    this.sendersByAddress.delete(sender.address)
    for (const service of this.services.values())
      service.senderSids = service.senderSids.filter((sid) => sid !== sender.sid)
  }

  /** The Messaging Service whose pool holds the sender: at Twilio there is at most one. */
  serviceOf(senderSid: string): MessagingService | undefined {
    for (const service of this.services.values()) if (service.senderSids.includes(senderSid)) return service
    return undefined
  }

  addMessage(message: Message): void {
    this.#messages.set(message.sid, message)
    if (!message.notice) append(this.#byAccount, message.accountSid, message)
    append(this.#byUser, userOf(message), message)
    if (this.#messages.size > this.maxMessages) this.#dropOldest()
    this.onMessage(message)
  }

  message(sid: string): Message | undefined {
    return this.#messages.get(sid)
  }

  messages(): Iterable<Message> {
    return this.#messages.values()
  }

  /** In the order of creation. */
  messagesOfAccount(accountSid: string): readonly Message[] {
    return this.#byAccount.get(accountSid) ?? []
  }

  /** Messages from and to one user, in the order of creation. */
  messagesOfUser(address: string): readonly Message[] {
    return this.#byUser.get(address) ?? []
  }

  deleteMessage(message: Message): void {
    this.#messages.delete(message.sid)
    remove(this.#byAccount, message.accountSid, message)
    remove(this.#byUser, userOf(message), message)
    for (const media of message.media) this.deleteMedia(media.sid)
  }

  addMedia(media: Media, bytes: Buffer): void {
    this.media.set(media.sid, media)
    this.mediaBytes.set(media.sid, bytes)
    this.#held += bytes.length
    for (const oldest of this.mediaBytes.keys()) {
      if (this.#held <= MAX_MEDIA_BYTES || oldest === media.sid) break
      this.#dropBytes(oldest)
    }
  }

  deleteMedia(sid: string): void {
    const media = this.media.get(sid)
    if (!media) return
    this.media.delete(sid)
    this.#dropBytes(sid)
    const message = this.#messages.get(media.messageSid)
    if (message) message.media = message.media.filter((one) => one.sid !== sid)
  }

  addAlert(alert: Alert): void {
    this.alerts.push(alert)
    if (this.alerts.length > MAX_ALERTS) this.alerts.shift()
  }

  clear(): void {
    for (const map of [this.accounts, this.keys, this.senders, this.sendersByAddress, this.services])
      map.clear()
    for (const map of [this.contents, this.phones, this.memberships, this.lastInbound]) map.clear()
    for (const map of [this.media, this.mediaBytes, this.#messages, this.#byAccount, this.#byUser])
      map.clear()
    this.blockedNames.clear()
    this.optOuts.clear()
    this.limits.clear()
    this.alerts.length = 0
    this.#held = 0
    this.seq = 0
  }

  #dropBytes(sid: string): void {
    this.#held -= this.mediaBytes.get(sid)?.length ?? 0
    this.mediaBytes.delete(sid)
  }

  #dropOldest(): void {
    const oldest = this.#messages.values().next().value
    if (oldest) this.deleteMessage(oldest)
  }
}

function append(index: Map<string, Message[]>, key: string, message: Message): void {
  const list = index.get(key)
  if (list) list.push(message)
  else index.set(key, [message])
}

function remove(index: Map<string, Message[]>, key: string, message: Message): void {
  const list = index.get(key)
  const place = list?.indexOf(message) ?? -1
  if (place >= 0) list?.splice(place, 1)
}
