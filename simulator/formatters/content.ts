import type { Approval, Content } from '#entities.ts'
import { iso8601 } from './dates.ts'

function common(content: Content): Record<string, unknown> {
  return {
    sid: content.sid,
    account_sid: content.accountSid,
    friendly_name: content.friendlyName,
    language: content.language,
    variables: content.variables,
    types: content.types,
    date_created: iso8601(content.createdAt),
    date_updated: iso8601(content.updatedAt),
  }
}

export function formatContent(content: Content, base: string): Record<string, unknown> {
  const url = `${base}/v1/Content/${content.sid}`
  const links = {
    approval_create: `${url}/ApprovalRequests/whatsapp`,
    approval_fetch: `${url}/ApprovalRequests`,
  }
  return { ...common(content), url, links }
}

/** Twilio: rows of ContentAndApprovals have neither url nor links. */
export function formatContentAndApproval(content: Content): Record<string, unknown> {
  return { ...common(content), approval_requests: formatApproval(content.approval) }
}

export function formatApproval(approval: Approval): Record<string, unknown> {
  return {
    name: approval.name,
    category: approval.category,
    content_type: approval.contentType,
    status: approval.status,
    rejection_reason: approval.rejectionReason,
    allow_category_change: approval.allowCategoryChange,
  }
}

export function formatApprovalFetch(content: Content, base: string): Record<string, unknown> {
  return {
    sid: content.sid,
    account_sid: content.accountSid,
    whatsapp: { type: 'whatsapp', ...formatApproval(content.approval) },
    url: `${base}/v1/Content/${content.sid}/ApprovalRequests`,
  }
}

/** Twilio: a content that was a WhatsApp template before there were contents names that template. */
export function formatLegacyContent(content: Content, base: string): Record<string, unknown> {
  return {
    ...common(content),
    legacy_template_name: content.legacy?.name ?? null,
    legacy_body: content.legacy?.body ?? null,
    url: `${base}/v1/LegacyContent`,
  }
}
