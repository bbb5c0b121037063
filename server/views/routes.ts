import { audienceOperations } from '@parley/contract/audiences.ts'
import { ConsentProof, consentOperations } from '@parley/contract/consent.ts'
import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import { contactOperations } from '@parley/contract/contacts.ts'
import { conversationOperations } from '@parley/contract/conversations.ts'
import { mergeOperations } from '@parley/contract/merges.ts'
import { ledgerOperations } from '@parley/contract/ledger.ts'
import { organizationOperations } from '@parley/contract/organizations.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal } from '#platform/refusal.ts'
import { campaignViewRoutes } from './campaign-routes.ts'
import { toWire } from '#platform/wire.ts'
import { showChecklist } from './checklist.ts'
import { consentPaper } from './consent-paper.ts'
import { proveConsent } from './consent-proof.ts'
import { listTimeline } from './contact-timeline.ts'
import { countContacts, searchContacts, showContact } from './contact-view.ts'
import { showCampaignCost, showContactCost } from './costs.ts'
import { listDuplicates, previewMerge } from './duplicates.ts'
import { showConversation } from './conversation-view.ts'
import { readCursor } from './cursor.ts'
import { countInbox, listInbox } from './inbox.ts'
import { listNotifications } from './notifications.ts'

export function viewRoutes(doors: Doors, clock: Clock): void {
  inboxRoutes(doors, clock)
  contactRoutes(doors)
  campaignViewRoutes(doors, clock)
  proofRoutes(doors, clock)
  costRoutes(doors)
  door(doors, organizationOperations.getChecklist, ({ principal }) =>
    doors.db.withOrganization(principal.organizationId, showChecklist),
  )
  door(
    doors,
    contactOperations.listNotifications,
    async ({ principal: { organizationId, memberId }, query }) => {
      const after = readCursor(query.cursor)
      if (isRefusal(after)) return after
      // A key is nobody who could be told of anything.
      if (memberId === null) return { items: [], nextCursor: null, unreadCount: 0 }
      return await doors.db.withOrganization(organizationId, (tx) =>
        listNotifications(tx, memberId, { after, limit: query.limit }),
      )
    },
  )
}

function costRoutes(doors: Doors): void {
  door(doors, ledgerOperations.getCampaignCost, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => showCampaignCost(tx, params.campaignId)),
  )
  door(doors, ledgerOperations.getContactCost, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => showContactCost(tx, params.contactId)),
  )
}

function inboxRoutes(doors: Doors, clock: Clock): void {
  door(
    doors,
    conversationOperations.listConversations,
    async ({ principal, query: { cursor, ...query } }) => {
      const after = readCursor(cursor)
      if (isRefusal(after)) return after
      return await doors.db.withOrganization(principal.organizationId, (tx) =>
        listInbox(tx, { ...query, after }, principal.memberId, clock.now()),
      )
    },
  )
  door(doors, conversationOperations.getInboxCounts, ({ principal: { organizationId, memberId } }) =>
    doors.db.withOrganization(organizationId, (tx) => countInbox(tx, memberId)),
  )
  door(doors, conversationOperations.getConversation, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) =>
      showConversation(tx, params.conversationId, clock.now()),
    ),
  )
}

function contactRoutes(doors: Doors): void {
  const inside = <T>({ organizationId }: { organizationId: string }, act: (tx: Tx) => Promise<T>) =>
    doors.db.withOrganization(organizationId, act)
  door(doors, contactOperations.listContacts, ({ principal, query: { search, ...page } }) => {
    const asked = search?.trim()
    const filter: ContactFilter = { all: asked ? [{ field: 'search', is: asked }] : [] }
    return inside(principal, (tx) => searchContacts(tx, { ...page, filter, sort: 'newest' }))
  })
  door(doors, audienceOperations.searchContacts, ({ principal, body }) =>
    inside(principal, (tx) => searchContacts(tx, body)),
  )
  door(doors, audienceOperations.countContacts, ({ principal, body }) =>
    inside(principal, (tx) => countContacts(tx, body.filter)),
  )
  door(doors, contactOperations.getContact, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => showContact(tx, params.contactId)),
  )
  door(doors, mergeOperations.listDuplicates, ({ principal, params }) =>
    inside(principal, (tx) => listDuplicates(tx, params.contactId)),
  )
  door(doors, mergeOperations.previewMerge, ({ principal, params }) =>
    inside(principal, (tx) => previewMerge(tx, params.contactId, params.otherContactId)),
  )
  door(doors, contactOperations.getTimeline, async ({ principal, params, query: { cursor, limit } }) => {
    const after = readCursor(cursor)
    if (isRefusal(after)) return after
    return await doors.db.withOrganization(principal.organizationId, (tx) =>
      listTimeline(tx, params.contactId, { after, limit }),
    )
  })
}

function proofRoutes(doors: Doors, clock: Clock): void {
  const prove = (organizationId: string, contactId: string) =>
    doors.db.withOrganization(organizationId, (tx) => proveConsent(tx, contactId, clock.now()))
  door(doors, consentOperations.getConsentProof, ({ principal, params }) =>
    prove(principal.organizationId, params.contactId),
  )
  door(doors, consentOperations.downloadConsentProof, async ({ principal, params }) => {
    const proof = await prove(principal.organizationId, params.contactId)
    if (isRefusal(proof)) return proof
    return {
      fileName: `consent-${params.contactId}.pdf`,
      content: await consentPaper(ConsentProof.parse(toWire(proof))),
    }
  })
}
