import { agentOperations } from './agents.ts'
import { audienceOperations } from './audiences.ts'
import { campaignReportOperations } from './campaign-report.ts'
import { campaignOperations } from './campaigns.ts'
import { connectorOperations } from './connectors.ts'
import { consentOperations } from './consent.ts'
import { contactFieldOperations } from './contact-fields.ts'
import { contactOperations } from './contacts.ts'
import { conversationOperations } from './conversations.ts'
import { importOperations } from './imports.ts'
import { leadOperations } from './leads.ts'
import { ledgerOperations } from './ledger.ts'
import { mergeOperations } from './merges.ts'
import { messageOperations } from './messages.ts'
import { notificationOperations } from './notifications.ts'
import type { Operation } from './operation.ts'
import { outboundOperations } from './outbound.ts'
import { templateOperations } from './templates.ts'
import { twinOperations } from './twins.ts'
import { authOperations, organizationOperations } from './organizations.ts'

/** Every operation of the API: the sitemap of the public surface. */
export const operations: readonly Operation[] = [
  ...Object.values(authOperations),
  ...Object.values(organizationOperations),
  ...Object.values(connectorOperations),
  ...Object.values(agentOperations),
  ...Object.values(outboundOperations),
  ...Object.values(twinOperations),
  ...Object.values(contactOperations),
  ...Object.values(mergeOperations),
  ...Object.values(contactFieldOperations),
  ...Object.values(audienceOperations),
  ...Object.values(importOperations),
  ...Object.values(consentOperations),
  ...Object.values(leadOperations),
  ...Object.values(conversationOperations),
  ...Object.values(messageOperations),
  ...Object.values(templateOperations),
  ...Object.values(campaignOperations),
  ...Object.values(campaignReportOperations),
  ...Object.values(notificationOperations),
  ...Object.values(ledgerOperations),
]
