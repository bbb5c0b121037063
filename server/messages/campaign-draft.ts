import type { Tx } from '#platform/db.ts'
import { fillTemplate, type FilledTemplate } from '#templates/fill-template.ts'
import { findTemplate, type TemplateFound } from '#templates/find-template.ts'
import type { LocalQuietHours } from './quiet-hours.ts'

/** What a campaign wants to say to one contact. One message for each contact in a batch. */
export interface CampaignDraft {
  contactId: string
  /** Of the contact; the main one. */
  contactAddress: string
  senderId: string
  connectorId: string
  /** Goes out while the window is open; empty when only the template may. */
  body: string
  template: { templateId: string; variables: Readonly<Record<string, string>> } | null
  agentId: string | null
  permit: { id: string; epoch: number }
  /** When the contact is not to be disturbed; null: at any time is fine. */
  quiet: LocalQuietHours | null
  /** The template goes by the connector's Messaging Service; `senderId` is the one Twilio would most likely pick. */
  byService: boolean
}

/** A draft with its template as it is now. */
export interface Wanted {
  draft: CampaignDraft
  template: TemplateFound | null
  filled: FilledTemplate | null
}

/** The drafts in their order, each template read once. */
export async function fillDrafts(tx: Tx, drafts: readonly CampaignDraft[]): Promise<Wanted[]> {
  const templates = new Map<string, TemplateFound>()
  for (const templateId of new Set(drafts.flatMap(({ template }) => template?.templateId ?? []))) {
    const found = await findTemplate(tx, templateId)
    if (found) templates.set(templateId, found)
  }
  return drafts.map((draft) => {
    const template = draft.template ? (templates.get(draft.template.templateId) ?? null) : null
    const filled = template && draft.template ? fillTemplate(template, draft.template.variables) : null
    return { draft, template, filled }
  })
}

/** What will be said when nobody has written yet: the template, where there is one. */
export const expectedOf = ({ filled, draft }: Wanted): string => filled?.preview.body ?? draft.body
