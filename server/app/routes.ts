import type { FastifyInstance } from 'fastify'
import { activityRoutes } from '#activities/routes.ts'
import { channelRoutes, knowledgeRoutes } from '#agents/knowledge-routes.ts'
import { outboundRoutes } from '#agents/outbound-routes.ts'
import { agentRoutes } from '#agents/routes.ts'
import { audienceRoutes } from '#audiences/routes.ts'
import { twinRoutes } from '#agents/twin-routes.ts'
import { outboundTrialRoutes } from '#campaigns/outbound-routes.ts'
import { campaignRoutes } from '#campaigns/routes.ts'
import { connectorRoutes } from '#connectors/routes.ts'
import { senderRoutes, webhookRoutes } from '#connectors/sender-routes.ts'
import { contactFieldRoutes } from '#contacts/contact-field-routes.ts'
import { importRoutes } from '#contacts/import-routes.ts'
import { consentRoutes } from '#contacts/consent-routes.ts'
import { joinRoutes } from '#contacts/join-routes.ts'
import { mergeRoutes } from '#contacts/merge-routes.ts'
import { optInPageRoutes } from '#contacts/opt-in-page-routes.ts'
import { suppressionRoutes } from '#contacts/suppression-routes.ts'
import { contactRoutes } from '#contacts/routes.ts'
import { conversationRoutes } from '#conversations/routes.ts'
import { leadRoutes } from '#leads/routes.ts'
import { optInQuestion } from '#messages/ask-opt-in.ts'
import { mediaRoutes } from '#messages/media-routes.ts'
import { messageRoutes } from '#messages/routes.ts'
import { judgeWith } from '#messages/judge-template.ts'
import { suggestionRoutes } from '#messages/suggestion-routes.ts'
import { uploadRoutes } from '#messages/upload-routes.ts'
import { authenticateWith } from '#organizations/authenticate.ts'
import { openIdentity } from '#organizations/identity.ts'
import { keyRoutes } from '#organizations/key-routes.ts'
import { memberRoutes } from '#organizations/member-routes.ts'
import { organizationRoutes } from '#organizations/routes.ts'
import { signInRoutes } from '#organizations/sign-in-routes.ts'
import { notificationRoutes } from '#notifications/routes.ts'
import type { Doors } from '#platform/door.ts'
import { liveRoute } from '#platform/live-route.ts'
import { signFile } from '#platform/signed-url.ts'
import { askApprovalAnew } from '#templates/follow-approval.ts'
import { templateRoutes } from '#templates/routes.ts'
import { replyRoutes } from '#replies/routes.ts'
import { showCampaign } from '#views/campaigns.ts'
import { showContact } from '#views/contact-view.ts'
import { showConversation } from '#views/conversation-view.ts'
import { viewRoutes } from '#views/routes.ts'
import { showTouch } from '#views/touches.ts'
import { checkAddress } from './check-address.ts'
import { mergeWhole } from './merge-contacts.ts'
import type { Ground } from './ground.ts'
import type { Rooms } from './rooms.ts'

const tomorrow = (): Date => new Date(Date.now() + 24 * 3_600_000)

/** The sitemap: every door of the API, room by room. */
export async function bindDoors(app: FastifyInstance, ground: Ground, rooms: Rooms): Promise<Doors> {
  const { clock, database, files, keys, identityPool: pool, publicUrl, config } = ground
  const identity = openIdentity({ pool, secretKey: keys[0].key, publicUrl, origins: ground.origins })
  const doors: Doors = { app, authenticate: authenticateWith(identity, pool), db: database }
  const { senderRoom, openClient, outside } = rooms

  signInRoutes(app, identity, publicUrl)
  organizationRoutes(doors, identity, pool)
  memberRoutes(doors, identity, pool, publicUrl)
  keyRoutes(doors, identity)
  activityRoutes(doors)
  notificationRoutes(doors, rooms.notificationRoom)
  connectorRoutes(doors, {
    ...senderRoom,
    test: (credentials) => openClient(credentials).testCredentials(),
    forget: rooms.forgetConnectors,
  })
  senderRoutes(doors, senderRoom)
  webhookRoutes(doors, senderRoom)
  contactRoutes(doors, { clock, showContact })
  mergeRoutes(doors, { clock, showContact, mergeWhole })
  contactFieldRoutes(doors, clock)
  importRoutes(doors, { database, files, clock })
  consentRoutes(doors, clock)
  suppressionRoutes(doors, clock)
  const addressOfPage = (publicId: string) => `${publicUrl}/join/${publicId}`
  const joining = { database, clock, addressOf: addressOfPage, question: optInQuestion(clock) }
  optInPageRoutes(doors, joining)
  await joinRoutes(app, joining)
  agentRoutes(doors, {
    database,
    hasModel: config.model !== null,
    checkAddress: (url) => checkAddress(url, config.egressAllow),
  })
  outboundRoutes(doors, config.model !== null)
  twinRoutes(doors, config.model !== null)
  knowledgeRoutes(doors, database)
  channelRoutes(doors, database)
  conversationRoutes(doors, { clock, showConversation: (tx, id) => showConversation(tx, id, clock.now()) })
  mediaRoutes(app, doors, files, keys)
  messageRoutes(doors, {
    clock,
    linkTo: (organizationId, key) =>
      `/media/${signFile(keys, { organizationId, key, expiresAt: tomorrow() })}`,
    memoryOf: rooms.twilioOf,
  })
  uploadRoutes(doors, files)
  replyRoutes(doors, outside)
  suggestionRoutes(doors, { database, clock, judge: outside.model && judgeWith(outside.model) })
  const templateRoom = { database, clock, twilioOf: rooms.twilioOf }
  templateRoutes(doors, templateRoom)
  audienceRoutes(doors, clock)
  campaignRoutes(doors, {
    clock,
    askApproval: (organizationId, templateId) => askApprovalAnew(templateRoom, organizationId, templateId),
    showCampaign: (tx, id) => showCampaign(tx, id, { afresh: true }),
    showTouch,
  })
  outboundTrialRoutes(doors, outside.model)
  leadRoutes(doors, clock)
  viewRoutes(doors, clock)
  liveRoute(doors, ground.live)
  return doors
}
