import type { Account, Content, MessagingService, Sender, SenderStatus, WebhookUrls } from './entities.ts'
import type { ContentWish } from '#rules/content-request.ts'
import { richestType } from '#rules/content-types.ts'
import { USUAL_PACE } from '#rules/limits.ts'
import { STOCK_TEMPLATES } from '#rules/stock-templates.ts'
import type { World } from './world.ts'

type SeedSender = { number: string; sid: string; name: string; vertical: string }

const SENDERS: readonly SeedSender[] = [
  seedSender(1, '+12025550101', 'Hotel Aurora Front Desk', 'Hotel and Lodging'),
  seedSender(2, '+12025550102', 'Hotel Aurora Housekeeping', 'Hotel and Lodging'),
  seedSender(3, '+12025550111', 'Northwind Sales', 'Professional Services'),
  seedSender(4, '+12025550112', 'Northwind Sales Desk Two', 'Professional Services'),
]
const SERVICE_SID = 'MG00000000000000000000000000000001'

const JOIN_CODES = ['calm-harbor', 'open-speed', 'bright-maple', 'silver-lake', 'quick-otter', 'warm-ember']

function seedSender(order: number, number: string, name: string, vertical: string): SeedSender {
  return { number, sid: `XE${String(order).padStart(32, '0')}`, name, vertical }
}

/** The world a fresh simulator starts with: one account, four senders, one Messaging Service, the sandbox, no phone. */
export function seedWorld(world: World): void {
  const { accountSid, authToken } = world.settings
  newAccount(world, { sid: accountSid, authToken, friendlyName: 'Simulator account' })
  for (const { number, sid, name, vertical } of SENDERS) {
    const sender = newSender(world, accountSid, `whatsapp:${number}`, 'ONLINE', sid)
    sender.profile = { name, vertical, about: 'Available' }
  }
  const service = newService(world, accountSid, SERVICE_SID)
  service.friendlyName = 'Northwind messaging'
  service.useInboundWebhookOnNumber = true
  service.senderSids = SENDERS.slice(2).map(({ sid }) => sid)
  for (const [sid, template] of STOCK_TEMPLATES) {
    const content = newContent(world, '', sid, {
      friendlyName: template.name,
      language: 'en',
      variables: Object.fromEntries(template.samples.map((sample, place) => [String(place + 1), sample])),
      types: { 'twilio/text': { body: template.body } },
    })
    content.approval = { ...content.approval, name: template.name, category: 'UTILITY', status: 'approved' }
  }
}

export function newAccount(
  world: World,
  known: Partial<Pick<Account, 'sid' | 'authToken' | 'ownerAccountSid'>> & { friendlyName?: string | null },
): Account {
  const now = world.clock.now()
  const sid = known.sid ?? world.ids.sid('AC')
  const code = JOIN_CODES[world.store.accounts.size] ?? `code-${world.ids.hex(8)}`
  const account: Account = {
    sid,
    authToken: known.authToken ?? world.ids.hex(32),
    friendlyName: known.friendlyName || `Account ${world.store.accounts.size + 1}`,
    status: 'active',
    type: 'Full',
    ownerAccountSid: known.ownerAccountSid ?? sid,
    balance: '100.00',
    sandbox: { joinCode: code, webhook: noUrls() },
    mediaNeedsAuth: false,
    advancedOptOut: false,
    createdAt: now,
    updatedAt: now,
  }
  world.store.accounts.set(sid, account)
  world.live.changed('account')
  return account
}

export function newSender(
  world: World,
  accountSid: string,
  address: string,
  status: SenderStatus,
  sid = world.ids.sid('XE'),
): Sender {
  const now = world.clock.now()
  const sender: Sender = {
    sid,
    accountSid,
    address,
    status,
    webhook: noUrls(),
    profile: { name: address.slice('whatsapp:'.length) },
    configuration: { waba_id: '100000000000001' },
    qualityRating: 'HIGH',
    messagingLimit: '100K Customers/24hr',
    messagesPerSecond: USUAL_PACE,
    offlineReasons: [],
    createdAt: now,
    updatedAt: now,
  }
  world.store.addSender(sender)
  world.live.changed('sender')
  return sender
}

export function newService(world: World, accountSid: string, sid: string): MessagingService {
  const now = world.clock.now()
  const service: MessagingService = {
    sid,
    accountSid,
    friendlyName: 'Messaging Service',
    inboundRequestUrl: null,
    inboundMethod: 'POST',
    fallbackUrl: null,
    fallbackMethod: 'POST',
    statusCallback: null,
    useInboundWebhookOnNumber: false,
    stickySender: true,
    advancedOptOut: false,
    validityPeriod: 36_000,
    usecase: 'undeclared',
    senderSids: [],
    createdAt: now,
    updatedAt: now,
  }
  world.store.services.set(sid, service)
  world.live.changed('service')
  return service
}

export function newContent(world: World, accountSid: string, sid: string, known: ContentWish): Content {
  const now = world.clock.now()
  const content: Content = {
    ...known,
    sid,
    accountSid,
    approval: {
      name: '',
      category: '',
      contentType: richestType(known.types)[0],
      status: 'unsubmitted',
      rejectionReason: '',
      allowCategoryChange: true,
      submittedAt: null,
      pauses: 0,
      pausedUntil: null,
    },
    legacy: null,
    createdAt: now,
    updatedAt: now,
  }
  world.store.contents.set(sid, content)
  world.live.changed('content')
  return content
}

function noUrls(): WebhookUrls {
  return {
    callbackUrl: null,
    callbackMethod: 'POST',
    fallbackUrl: null,
    fallbackMethod: 'POST',
    statusCallbackUrl: null,
    statusCallbackMethod: 'POST',
  }
}
