// Generated from the migrated database by scripts/generate-tables.ts. Change a migration, then run "npm run generate".
import type { ColumnType, GeneratedAlways } from 'kysely'

/** A column that the database fills when it is left out. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>

type Timestamp = ColumnType<Date, Date | string, Date | string>
/** Exact decimal text when read. */
type Numeric = ColumnType<string, number | string, number | string>
/** Read as any JSON value; written as JSON text, by `json(value)`. */
type Json = ColumnType<unknown, string, string>

interface ActivityRow {
  organizationId: string
  id: string
  contactId: string
  conversationId: string | null
  kind: string
  actorKind: 'contact' | 'member' | 'agent' | 'system' | 'key'
  actorId: string | null
  facts: Generated<Json>
  at: Timestamp
}

interface AgentRow {
  organizationId: string
  id: string
  name: string
  mode: Generated<'auto' | 'draft' | 'off'>
  brain: Generated<'built_in' | 'model' | 'application'>
  language: Generated<string>
  instructions: Generated<string>
  welcome: Generated<string>
  applicationUrl: string | null
  applicationSecretSealed: Buffer | null
  debounceMs: Generated<number>
  archivedAt: Timestamp | null
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
  kind: Generated<'answering' | 'outbound' | 'twin'>
}

interface ArticleRow {
  organizationId: string
  id: string
  agentId: string
  title: string
  body: string
  source: Generated<'editor' | 'file'>
  fileName: string | null
  mediaType: string | null
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
}

interface AttemptRow {
  organizationId: string
  id: string
  messageId: string
  number: number
  claimEpoch: number
  state: 'dispatching' | 'accepted' | 'rejected' | 'not_sent' | 'unknown' | 'failed' | 'abandoned'
  providerSid: string | null
  httpStatus: number | null
  errorCode: number | null
  detail: string | null
  dispatchedAt: Timestamp
  settledAt: Timestamp | null
  nextCheckAt: Timestamp | null
  checks: Generated<number>
  serviceSid: string | null
  senderAddress: string | null
}

interface CampaignRow {
  organizationId: string
  id: string
  name: string
  kind: 'one_shot' | 'drip' | 'follow_up'
  state: Generated<'draft' | 'prepared' | 'launching' | 'running' | 'paused' | 'done' | 'canceled'>
  goal: Generated<string>
  connectorId: string
  senderIds: string[]
  agentId: string | null
  audience: Generated<Json>
  audienceIsLive: Generated<boolean>
  steps: Json
  approval: Generated<'all' | 'first' | 'none'>
  approvalFirst: Generated<number>
  startsAt: Timestamp | null
  quietFrom: number | null
  quietUntil: number | null
  permitId: string | null
  permitEpoch: Generated<number>
  expandedTo: string | null
  expandedAt: Timestamp | null
  createdBy: string | null
  launchedBy: string | null
  launchedAt: Timestamp | null
  finishedAt: Timestamp | null
  createdAt: Timestamp
  updatedAt: Generated<Timestamp>
  endsAfterDays: number | null
  holdReason: 'fault' | 'template_paused' | 'template_disabled' | 'template_rejected' | 'template_failing' | 'service_unusable' | null
  holdTemplateId: string | null
  heldAt: Timestamp | null
  askedAt: Timestamp | null
  throughService: Generated<boolean>
}

interface CampaignSettingsRow {
  organizationId: string
  quietFrom: number | null
  quietUntil: number | null
  updatedAt: Generated<Timestamp>
}

interface ChannelRow {
  organizationId: string
  id: string
  senderId: string
  agentId: string
  createdAt: Generated<Timestamp>
  agentKind: Generated<string>
}

interface ConnectorRow {
  organizationId: string
  id: string
  name: string
  accountSid: string
  authTokenSealed: Buffer | null
  previousAuthTokenSealed: Buffer | null
  previousAuthTokenUntil: Timestamp | null
  messagingServiceSid: string | null
  receiveInbound: Generated<boolean>
  sendOutbound: Generated<boolean>
  status: 'active' | 'error'
  health: 'connected' | 'wrong_credentials' | 'account_suspended' | 'account_closed' | 'unreachable' | 'untested'
  errorCode: string | null
  errorDetail: string | null
  testedAt: Timestamp | null
  webhookTokenSealed: Buffer | null
  pausedAt: Timestamp | null
  sweptAt: Timestamp | null
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
  serviceName: string | null
  serviceState: Generated<'unread' | 'found' | 'not_found'>
  serviceStrangers: Generated<string[]>
  serviceReadAt: Timestamp | null
}

interface ConsentRow {
  organizationId: string
  id: string
  contactId: string
  senderAddress: string | null
  kind: 'opt_out' | 'opt_in'
  source: 'word' | 'twilio' | 'member' | 'import' | 'api' | 'page' | 'reply' | 'merge'
  wording: Generated<string>
  messageId: string | null
  at: Timestamp
  place: Generated<string>
  actorKind: Generated<'contact' | 'member' | 'agent' | 'system' | 'key'>
  actorId: string | null
}

interface ConsentSettingsRow {
  organizationId: string
  stopWords: Generated<string[]>
  startWords: Generated<string[]>
  confirms: Generated<boolean>
  confirmationText: Generated<string>
  updatedAt: Generated<Timestamp>
}

interface ContactRow {
  organizationId: string
  id: string
  name: Generated<string>
  profileName: Generated<string>
  language: string | null
  ownerId: string | null
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
  country: string | null
  timeZone: string | null
  tags: Generated<string[]>
  fields: Generated<Json>
  importIds: Generated<string[]>
  sortName: GeneratedAlways<string>
  mailAddress: GeneratedAlways<string | null>
}

interface ContactFieldRow {
  organizationId: string
  id: string
  name: string
  kind: 'text' | 'number' | 'date' | 'select' | 'multi_select'
  options: Generated<string[]>
  position: number
  createdAt: Timestamp
  removedAt: Timestamp | null
}

interface ContactIdentityRow {
  organizationId: string
  address: string
  contactId: string
  kind: 'phone' | 'user_id'
  createdAt: Generated<Timestamp>
}

interface ContactImportRow {
  organizationId: string
  id: string
  fileName: string
  storageKey: string
  delimiter: string
  columns: Json
  plan: Json | null
  state: Generated<'ready' | 'running' | 'done' | 'failed' | 'canceled'>
  detail: string | null
  rowsRead: Generated<number>
  created: Generated<number>
  updated: Generated<number>
  optIns: Generated<number>
  stillClosed: Generated<number>
  problems: Generated<number>
  createdBy: string | null
  createdAt: Timestamp
  finishedAt: Timestamp | null
  reached: number[] | null
}

interface ContactImportProblemRow {
  organizationId: string
  importId: string
  line: number
  reason: string
  detail: Generated<string>
  cells: Json
}

interface ConversationRow {
  organizationId: string
  id: string
  contactId: string
  contactAddress: string
  senderId: string
  connectorId: string
  holder: Generated<'agent' | 'member' | 'nobody'>
  holderId: string | null
  epoch: Generated<number>
  waitingReason: 'asked_for_person' | 'no_knowledge' | 'agent_failed' | 'no_agent' | 'agent_off' | 'draft_waits' | 'reserved_topic' | null
  waitingSince: Timestamp | null
  assignedTo: string | null
  lastInboundAt: Timestamp | null
  lastInboundSid: string | null
  lastMessageAt: Timestamp
  lastMessagePreview: Generated<string>
  lastMessageDirection: Generated<'in' | 'out'>
  unreadCount: Generated<number>
  lastPosition: Generated<number>
  createdAt: Generated<Timestamp>
  quiet: Generated<boolean>
}

interface DeliveryStatusRow {
  organizationId: string
  attemptId: string
  status: string
  errorCode: Generated<number>
  detail: string | null
  at: Generated<Timestamp>
}

interface EventRow {
  organizationId: string
  transactionId: Generated<string>
  id: GeneratedAlways<number>
  changes: Json
  at: Generated<Timestamp>
}

interface IdempotencyRow {
  organizationId: string
  key: string
  operation: string
  requestHash: Buffer
  status: number | null
  answer: Json | null
  createdAt: Generated<Timestamp>
}

interface ImportedOptOutRow {
  organizationId: string
  senderAddress: string
  contactAddress: string
  place: string
  actorKind: 'member' | 'key'
  actorId: string | null
  at: Timestamp
}

interface InboundBatchRow {
  organizationId: string
  id: string
  connectorId: string
  ids: string[]
  messageSids: string[]
}

interface InboundEventRow {
  organizationId: string
  connectorId: string
  messageSid: string
  id: string
  form: string
  origin: Generated<'webhook' | 'fallback' | 'quarantine' | 'spool' | 'gap_fill'>
  receivedAt: Generated<Timestamp>
}

interface InboundWaitingRow {
  organizationId: string
  state: Generated<'received' | 'unparsed'>
  id: string
  connectorId: string
  messageSid: string
  pair: string
  detail: string | null
  tries: Generated<number>
}

interface JoinedConversationRow {
  organizationId: string
  id: string
  conversationId: string
}

interface LaneRow {
  organizationId: string
  lane: string
  ownerId: string
  ownedUntil: Timestamp
}

interface LeadRow {
  organizationId: string
  id: string
  pipelineId: string
  stageId: string
  contactId: string
  title: string
  value: number | null
  currency: string
  ownerId: string | null
  position: Numeric
  stageSince: Timestamp
  createdAt: Timestamp
  updatedAt: Generated<Timestamp>
}

interface LedgerEntryRow {
  organizationId: string
  messageId: string
  amountMicro: number
  currency: string
  enteredAt: Generated<Timestamp>
}

interface MailOffRow {
  single: Generated<boolean>
  since: Generated<Timestamp>
}

interface MediaRow {
  organizationId: string
  id: string
  messageId: string
  position: number
  providerUrl: string | null
  declaredType: string | null
  mediaType: string | null
  fileName: string | null
  bytes: number | null
  storageKey: string | null
  state: 'waiting' | 'stored' | 'failed'
  detail: string | null
  tries: Generated<number>
  nextTryAt: Timestamp | null
  createdAt: Generated<Timestamp>
}

interface MergedContactRow {
  organizationId: string
  id: string
  contactId: string
  mergedAt: Timestamp
}

interface MessageRow {
  organizationId: string
  id: string
  conversationId: string
  contactId: string
  senderId: string
  connectorId: string
  position: number
  direction: 'in' | 'out'
  kind: 'text' | 'media' | 'location' | 'contacts' | 'button' | 'list' | 'flow' | 'template' | 'unknown'
  body: Generated<string>
  details: Generated<Json>
  quotedSid: string | null
  origin: 'contact' | 'member' | 'agent' | 'campaign' | 'api' | 'system'
  authorId: string | null
  agentId: string | null
  sources: Generated<Json>
  status: 'received' | 'draft' | 'scheduled' | 'queued' | 'claimed' | 'dispatching' | 'accepted' | 'sent' | 'delivered' | 'read' | 'held' | 'canceled' | 'failed' | 'undelivered' | 'unknown'
  statusReason: string | null
  errorCode: number | null
  providerSid: string | null
  lane: string | null
  priority: number | null
  dueAt: Timestamp | null
  holderEpoch: number | null
  answersPosition: number | null
  claimEpoch: Generated<number>
  leaseUntil: Timestamp | null
  retries: Generated<number>
  late: Generated<boolean>
  createdAt: Timestamp
  updatedAt: Generated<Timestamp>
  templateId: string | null
  contentSid: string | null
  variables: Json | null
  replacesId: string | null
  allowedBy: 'window' | 'opt_in' | 'written' | 'asked_for' | null
  consentId: string | null
  permitId: string | null
  permitEpoch: number | null
  quiet: Json | null
  byService: Generated<boolean>
  leftAt: Timestamp | null
  phase: GeneratedAlways<string>
  inboundSid: GeneratedAlways<string | null>
}

interface NoteRow {
  organizationId: string
  id: string
  conversationId: string
  authorId: string
  body: string
  createdAt: Timestamp
}

interface NotificationRow {
  organizationId: string
  id: string
  memberId: string
  kind: string
  contactId: string | null
  conversationId: string | null
  facts: Generated<Json>
  count: Generated<number>
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
  readAt: Timestamp | null
  settledAt: GeneratedAlways<Timestamp | null>
}

interface NotificationDeliveryRow {
  organizationId: string
  id: string
  way: 'mail' | 'push' | 'webhook'
  targetId: string
  memberId: string | null
  kind: string | null
  notificationId: string | null
  subject: string
  state: Generated<'waiting' | 'sending' | 'sent' | 'skipped' | 'failed'>
  attempts: Generated<number>
  status: number | null
  detail: string | null
  dueAt: Timestamp
  quietUntil: Timestamp | null
  leaseUntil: Timestamp | null
  createdAt: Generated<Timestamp>
  settledAt: Timestamp | null
}

interface NotificationPreferenceRow {
  organizationId: string
  memberId: string
  language: Generated<'en' | 'pt'>
  timeZone: string | null
  quietFrom: number | null
  quietUntil: number | null
  choices: Generated<Json>
  updatedAt: Generated<Timestamp>
}

interface NotificationSettingsRow {
  organizationId: string
  showsText: Generated<boolean>
}

interface OptInPageRow {
  organizationId: string
  id: string
  publicId: string
  senderId: string
  title: string
  asksNumber: Generated<boolean>
  open: Generated<boolean>
  createdAt: Timestamp
  updatedAt: Generated<Timestamp>
  templateId: string | null
}

interface OptInQuestionRow {
  organizationId: string
  contactAddress: string
  senderAddress: string
  pageId: string
  code: string
  yesTitle: string | null
  askedAt: Timestamp
  answeredAt: Timestamp | null
}

interface OptInRouteRow {
  publicId: string
  organizationId: string
  pageId: string
}

interface OptInWordingRow {
  organizationId: string
  code: string
  pageId: string
  wording: string
  place: string
  createdAt: Timestamp
}

interface OrganizationKeyRow {
  organizationId: string
  keyId: string
  sealed: Buffer
  createdAt: Generated<Timestamp>
}

interface OrganizationListRow {
  organizationId: string
}

interface OrganizationMemberRow {
  organizationId: string
  memberId: string
  userId: string
  name: string
  email: string
  role: string
  joinedAt: Timestamp
}

interface OrphanStatusRow {
  organizationId: string
  connectorId: string
  providerSid: string
  status: string
  errorCode: Generated<number>
  detail: string | null
  at: Generated<Timestamp>
}

interface OutboundVoiceRow {
  organizationId: string
  agentId: string
  agentKind: Generated<string>
  brief: Generated<string>
  facts: Generated<Json>
  uses: Generated<string[]>
  tones: Generated<Json>
}

interface OutgoingWebhookRow {
  organizationId: string
  id: string
  name: string
  urlSealed: Buffer
  addressHint: string
  secretSealed: Buffer
  kinds: string[]
  enabled: Generated<boolean>
  failingSince: Timestamp | null
  gaveUpAt: Timestamp | null
  createdAt: Generated<Timestamp>
  language: Generated<'en' | 'pt'>
}

interface OwnOrganizationRow {
  organizationId: string
  name: string
}

interface PassageRow {
  organizationId: string
  id: string
  articleId: string
  agentId: string
  position: number
  heading: Generated<string>
  text: string
  search: string
}

interface PermitRow {
  organizationId: string
  id: string
  open: boolean
  epoch: Generated<number>
}

interface PipelineRow {
  organizationId: string
  id: string
  name: string
  createdAt: Timestamp
}

interface PortfolioContactRow {
  portfolio: string
  contactHash: number
  countedAt: Timestamp
}

interface PortfolioMinuteRow {
  portfolio: string
  minute: Timestamp
  people: number
}

interface PushIdentityRow {
  single: Generated<boolean>
  publicKey: string
  privateSealed: Buffer
  createdAt: Generated<Timestamp>
}

interface PushSubscriptionRow {
  organizationId: string
  id: string
  memberId: string
  endpoint: string
  p256dh: string
  authSealed: Buffer
  device: string
  createdAt: Generated<Timestamp>
  lastSentAt: Timestamp | null
}

interface QuarantineRow {
  organizationId: string
  id: string
  connectorId: string
  messageSid: string
  parameters: Json
  state: Generated<'waiting' | 'confirmed' | 'refuted'>
  tries: Generated<number>
  nextTryAt: Generated<Timestamp>
  receivedAt: Generated<Timestamp>
}

interface RecipientRow {
  organizationId: string
  campaignId: string
  contactId: string
  state: Generated<'active' | 'replied' | 'opted_out' | 'finished' | 'skipped'>
  reason: string | null
  repliedAt: Timestamp | null
  optedOutAt: Timestamp | null
}

interface ReportBatchRow {
  organizationId: string
  id: string
  reports: Json
  size: number
  tries: Generated<number>
  dueAt: Generated<Timestamp>
}

interface SavedFilterRow {
  organizationId: string
  id: string
  name: string
  filter: Json
  createdBy: string | null
  createdAt: Timestamp
  updatedAt: Generated<Timestamp>
}

interface SenderRow {
  organizationId: string
  id: string
  connectorId: string
  twilioSid: string
  address: string
  displayName: string | null
  status: string
  quality: string | null
  messagingLimit: string | null
  offlineReasons: Generated<Json>
  profile: Generated<Json>
  active: Generated<boolean>
  webhookState: Generated<'not_set' | 'configured' | 'foreign' | 'wrong_method' | 'overridden' | 'status_missing' | 'unknown'>
  webhookSeen: Json | null
  findings: Generated<Json>
  checkedAt: Timestamp | null
  missingSince: Timestamp | null
  createdAt: Generated<Timestamp>
  updatedAt: Generated<Timestamp>
  pace: number | null
  learnedPace: number | null
  learnedAt: Timestamp | null
  wabaId: string | null
  learnedCode: number | null
  refusals: Generated<number>
  refusedSince: Timestamp | null
  inService: Generated<boolean>
}

interface SenderClaimRow {
  accountSid: string
  address: string
  organizationId: string
  senderId: string
  claimedAt: Generated<Timestamp>
}

interface StageRow {
  organizationId: string
  id: string
  pipelineId: string
  name: string
  kind: 'open' | 'won' | 'lost'
  position: number
}

interface SuppressionRow {
  senderAddress: string
  contactAddress: string
  since: Timestamp
}

interface TemplateRow {
  organizationId: string
  id: string
  connectorId: string
  twilioSid: string
  name: string
  language: string
  contentType: string
  content: Json
  variables: Generated<Json>
  category: Generated<string>
  status: string
  rejectionReason: Generated<string>
  syncedAt: Timestamp
  updatedAt: Timestamp
  requestedCategory: Generated<string>
  variableNames: Generated<Json>
  readAt: Generated<Timestamp>
}

interface TouchRow {
  organizationId: string
  campaignId: string
  contactId: string
  step: number
  state: Generated<'planned' | 'review' | 'approved' | 'sent' | 'skipped' | 'held' | 'rejected'>
  text: Generated<string>
  templateId: string | null
  variables: Json | null
  facts: Generated<Json>
  reason: string | null
  dueAt: Timestamp
  messageId: string | null
  decidedBy: string | null
  updatedAt: Generated<Timestamp>
  composedBy: Generated<'plan' | 'built_in' | 'model'>
  sources: Generated<Json>
  note: Json | null
}

interface TurnRow {
  organizationId: string
  id: string
  conversationId: string
  agentId: string
  epoch: number
  answersPosition: number
  state: 'waiting' | 'thinking' | 'answered' | 'drafted' | 'handed_over' | 'dropped' | 'failed'
  dueAt: Timestamp
  leaseUntil: Timestamp | null
  tries: Generated<number>
  detail: string | null
  createdAt: Timestamp
  endedAt: Timestamp | null
}

interface TwinRow {
  organizationId: string
  agentId: string
  agentKind: Generated<string>
  memberId: string
  topics: Generated<string[]>
  words: Generated<string[]>
}

interface TwinContactRow {
  organizationId: string
  agentId: string
  contactId: string
  mode: 'auto' | 'draft' | 'off'
}

interface UploadRow {
  organizationId: string
  id: string
  storageKey: string
  mediaType: string
  fileName: string
  bytes: number
  createdAt: Generated<Timestamp>
}

interface WebhookRouteRow {
  tokenHash: Buffer
  organizationId: string
  connectorId: string
  honouredUntil: Timestamp | null
  createdAt: Generated<Timestamp>
}

export interface Tables {
  activity: ActivityRow
  agent: AgentRow
  article: ArticleRow
  attempt: AttemptRow
  campaign: CampaignRow
  campaignSettings: CampaignSettingsRow
  channel: ChannelRow
  connector: ConnectorRow
  consent: ConsentRow
  consentSettings: ConsentSettingsRow
  contact: ContactRow
  contactField: ContactFieldRow
  contactIdentity: ContactIdentityRow
  contactImport: ContactImportRow
  contactImportProblem: ContactImportProblemRow
  conversation: ConversationRow
  deliveryStatus: DeliveryStatusRow
  event: EventRow
  idempotency: IdempotencyRow
  importedOptOut: ImportedOptOutRow
  inboundBatch: InboundBatchRow
  inboundEvent: InboundEventRow
  inboundWaiting: InboundWaitingRow
  joinedConversation: JoinedConversationRow
  lane: LaneRow
  lead: LeadRow
  ledgerEntry: LedgerEntryRow
  mailOff: MailOffRow
  media: MediaRow
  mergedContact: MergedContactRow
  message: MessageRow
  note: NoteRow
  notification: NotificationRow
  notificationDelivery: NotificationDeliveryRow
  notificationPreference: NotificationPreferenceRow
  notificationSettings: NotificationSettingsRow
  optInPage: OptInPageRow
  optInQuestion: OptInQuestionRow
  optInRoute: OptInRouteRow
  optInWording: OptInWordingRow
  organizationKey: OrganizationKeyRow
  organizationList: OrganizationListRow
  organizationMember: OrganizationMemberRow
  orphanStatus: OrphanStatusRow
  outboundVoice: OutboundVoiceRow
  outgoingWebhook: OutgoingWebhookRow
  ownOrganization: OwnOrganizationRow
  passage: PassageRow
  permit: PermitRow
  pipeline: PipelineRow
  portfolioContact: PortfolioContactRow
  portfolioMinute: PortfolioMinuteRow
  pushIdentity: PushIdentityRow
  pushSubscription: PushSubscriptionRow
  quarantine: QuarantineRow
  recipient: RecipientRow
  reportBatch: ReportBatchRow
  savedFilter: SavedFilterRow
  sender: SenderRow
  senderClaim: SenderClaimRow
  stage: StageRow
  suppression: SuppressionRow
  template: TemplateRow
  touch: TouchRow
  turn: TurnRow
  twin: TwinRow
  twinContact: TwinContactRow
  upload: UploadRow
  webhookRoute: WebhookRouteRow
}
