import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import type {
  Account,
  Alert,
  ApiKey,
  Content,
  Membership,
  Message,
  MessagingService,
  Phone,
  Sender,
} from './entities.ts'
import { resumeMessage } from '#messages/progress-message.ts'
import { type Limits, USUAL_PACE } from '#rules/limits.ts'
import { openWindow } from '#rules/service-window.ts'
import type { World } from './world.ts'

const VERSION = 2
const SHORTEST_PAUSE_MS = 300
// Writing takes at most this part of the time, however large the world grows.
const WRITING_SHARE = 0.05

type Saved = {
  version: number
  offsetMs: number
  chance: number[]
  seq: number
  accounts: Account[]
  keys: ApiKey[]
  senders: Sender[]
  services: MessagingService[]
  contents: Content[]
  phones: Phone[]
  memberships: [string, Membership][]
  lastInbound: [string, number][]
  optOuts: [string, number][]
  limits: ReturnType<Limits['save']>
  alerts: Alert[]
  messages: Message[]
}

/**
 * Keeps a world in a file: written shortly after each change, under another name first, so that a crash leaves one whole. What
 * Twilio has said to have taken it does not forget, so each new message is in a journal beside it before anybody hears of it.
 */
export class Snapshot {
  readonly #world: World
  readonly #file: string
  readonly #journal: string
  readonly #mediaFolder: string
  readonly #writtenMedia = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  #pauseMs = SHORTEST_PAUSE_MS

  constructor(world: World, file: string) {
    this.#world = world
    this.#file = file
    this.#journal = `${file}.new`
    this.#mediaFolder = `${file}.media`
  }

  /** Loads the file; false when there is none yet. Messages that were on their way go on. */
  restore(): boolean {
    const text = readIfThere(this.#file)
    if (text === null) return false
    const saved = JSON.parse(text) as Saved
    if (saved.version === 1) widen(saved)
    else if (saved.version !== VERSION)
      throw new Error(
        `The snapshot ${this.#file} has version ${saved.version}, this simulator reads version ${VERSION}. Move the file away to start anew.`,
      )
    this.#load({ ...saved, messages: [...saved.messages, ...this.#readJournal(saved)] })
    return true
  }

  /** Begins to write after changes. */
  begin(): void {
    this.#world.live.onChange = (type) => {
      // Neither the request log nor typing is kept.
      if (type !== 'request' && type !== 'typing')
        this.#timer ??= setTimeout(() => this.#write(), this.#pauseMs)
    }
    this.#write()
    this.#world.store.onMessage = (message) => appendFileSync(this.#journal, `${JSON.stringify(message)}\n`)
  }

  [Symbol.dispose](): void {
    this.#world.live.onChange = () => {}
    this.#world.store.onMessage = () => {}
    if (this.#timer) clearTimeout(this.#timer)
    this.#write()
  }

  #write(): void {
    this.#timer = null
    const began = performance.now()
    mkdirSync(dirname(this.#file), { recursive: true })
    this.#writeMedia()
    const draft = `${this.#file}.${process.pid}.draft`
    writeFileSync(draft, JSON.stringify(this.#save()))
    renameSync(draft, this.#file)
    // What the journal holds is in the file now; should the end come before this line, it is there twice and read once.
    rmSync(this.#journal, { force: true })
    this.#pauseMs = Math.max(SHORTEST_PAUSE_MS, (performance.now() - began) / WRITING_SHARE)
  }

  /** Messages that came after the file was written. A line that was cut short was told to nobody. */
  #readJournal(saved: Saved): Message[] {
    const known = new Set(saved.messages.map(({ sid }) => sid))
    return (readIfThere(this.#journal) ?? '').split('\n').flatMap((line) => {
      const message = parseOrNull(line)
      return message && !known.has(message.sid) ? [message] : []
    })
  }

  /** Media never change, so each is written once; those that are gone are removed. */
  #writeMedia(): void {
    const { mediaBytes } = this.#world.store
    if (mediaBytes.size > 0) mkdirSync(this.#mediaFolder, { recursive: true })
    for (const [sid, bytes] of mediaBytes) {
      if (this.#writtenMedia.has(sid)) continue
      writeFileSync(join(this.#mediaFolder, sid), bytes)
      this.#writtenMedia.add(sid)
    }
    for (const sid of this.#writtenMedia) {
      if (mediaBytes.has(sid)) continue
      rmSync(join(this.#mediaFolder, sid), { force: true })
      this.#writtenMedia.delete(sid)
    }
  }

  #save(): Saved {
    const { store, clock, ids } = this.#world
    return {
      version: VERSION,
      offsetMs: clock.offsetMs,
      chance: [...ids.state],
      seq: store.seq,
      accounts: [...store.accounts.values()],
      keys: [...store.keys.values()],
      senders: [...store.senders.values()],
      services: [...store.services.values()],
      contents: [...store.contents.values()],
      phones: [...store.phones.values()],
      memberships: [...store.memberships],
      lastInbound: [...store.lastInbound],
      optOuts: [...store.optOuts],
      limits: store.limits.save(),
      alerts: store.alerts,
      messages: [...store.messages()],
    }
  }

  #load(saved: Saved): void {
    const { store, clock, ids } = this.#world
    clock.offsetMs = saved.offsetMs
    ids.state = Uint32Array.from(saved.chance)
    for (const account of saved.accounts) store.accounts.set(account.sid, account)
    for (const key of saved.keys) store.keys.set(key.sid, key)
    for (const sender of saved.senders) store.addSender(sender)
    for (const service of saved.services) store.services.set(service.sid, service)
    for (const content of saved.contents) store.contents.set(content.sid, content)
    for (const phone of saved.phones) store.phones.set(phone.address, phone)
    for (const [user, membership] of saved.memberships) store.memberships.set(user, membership)
    for (const [pair, at] of saved.lastInbound) store.lastInbound.set(pair, at)
    for (const [scope, at] of saved.optOuts) store.optOuts.set(scope, at)
    store.limits.load(saved.limits)
    store.alerts.push(...saved.alerts)
    const files = new Set(listIfThere(this.#mediaFolder))
    for (const message of saved.messages) {
      store.addMessage(message)
      for (const media of message.media) {
        if (!files.has(media.sid)) continue
        store.addMedia(media, readFileSync(join(this.#mediaFolder, media.sid)))
        this.#writtenMedia.add(media.sid)
      }
    }
    const windows = new Map(saved.lastInbound)
    for (const { direction, arrivedAt, from, to, createdAt } of saved.messages) {
      if (direction !== 'inbound' || arrivedAt === null) continue
      if ((windows.get(`${to} ${from}`) ?? 0) < createdAt) openWindow(store, to, from ?? '', createdAt)
    }
    store.seq = Math.max(saved.seq, ...saved.messages.slice(-1).map(({ seq }) => seq))
    for (const message of saved.messages)
      if (message.direction !== 'inbound') resumeMessage(this.#world, message)
  }
}

/** A world of version 1 knew no limits and no opt-outs. */
function widen(saved: Saved): void {
  for (const account of saved.accounts) account.advancedOptOut = false
  for (const service of saved.services) service.advancedOptOut = false
  for (const sender of saved.senders) sender.messagesPerSecond = USUAL_PACE
  for (const phone of saved.phones) phone.marketingPerDay = null
  for (const message of saved.messages) message.variables = {}
  saved.optOuts = []
  saved.limits = { reached: [], marketing: [] }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw fault
  }
}

function parseOrNull(line: string): Message | null {
  try {
    return JSON.parse(line) as Message
  } catch {
    return null
  }
}

function listIfThere(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw fault
  }
}
