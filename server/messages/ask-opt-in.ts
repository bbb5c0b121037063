import type { OptInQuestion } from '#contacts/opt-in-question.ts'
import { openConversations } from '#conversations/open-conversations.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { fillTemplate } from '#templates/fill-template.ts'
import { findTemplate, type TemplateFound } from '#templates/find-template.ts'
import { sendMessage } from './send-message.ts'

/**
 * Asks whoever left their number on an opt-in page whether they agree, by the template of the page. It is no advertisement and goes out
 * before there is an opt-in, because it was asked for; everything else is decided by the gate as always.
 */
export const optInQuestion = (clock: Clock): OptInQuestion => ({
  async obstacle(tx, { templateId, senderId }) {
    if (templateId === null) return 'no_template'
    const template = await findTemplate(tx, templateId)
    if (!template) return 'missing'
    if (template.connectorId !== (await connectorOf(tx, senderId))) return 'template_elsewhere'
    if (template.status !== 'approved') return 'template_not_approved'
    if (template.category === 'MARKETING') return 'template_advertises'
    return fillTemplate(template, {}).missing.length > 0 ? 'template_has_variables' : null
  },
  async ask(tx, { contactId, contactAddress, senderId, templateId }) {
    const template = await findTemplate(tx, templateId)
    if (!template) return refuse('template_not_approved')
    const opening = { contactId, contactAddress, senderId, connectorId: template.connectorId }
    const [thread] = await openConversations(tx, [opening], clock.now())
    if (!thread) throw new Error('A conversation was neither found nor made')
    const sent = await sendMessage(
      tx,
      {
        conversationId: thread.id,
        body: '',
        template: { templateId, variables: {} },
        author: { kind: 'page' },
      },
      clock,
    )
    return isRefusal(sent) ? sent : { yesTitle: firstButton(template) }
  },
})

async function connectorOf(tx: Tx, senderId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('sender')
    .select('connectorId')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', senderId)
    .executeTakeFirst()
  return row?.connectorId
}

/** Twilio: quick replies stand in `actions`, in the order in which the phone shows them. The first is the yes. */
function firstButton({ content }: TemplateFound): string | null {
  const { actions } = content
  const [first] = Array.isArray(actions) ? (actions as { type?: string; title?: unknown }[]) : []
  if (!first || (first.type !== undefined && first.type.toUpperCase() !== 'QUICK_REPLY')) return null
  return typeof first.title === 'string' ? first.title : null
}
