import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { type Lead, type LeadPage, stageLeadsOptions } from '../../api/leads.ts'
import { answer, parley } from '../../api/parley.ts'

export interface Move {
  lead: Lead
  stage: { id: string; name: string; kind: Lead['stage']['kind'] }
  /** Null: to the end. */
  beforeId: string | null
}

/** Moves leads at once on screen; what the server says afterwards counts. */
export function useLeadMoves() {
  const client = useQueryClient()
  const show = ({ lead, stage, beforeId }: Move) => {
    for (const stageId of new Set([lead.stage.id, stage.id]))
      client.setQueryData<InfiniteData<LeadPage>>(stageLeadsOptions(stageId).queryKey, (data) => {
        if (!data) return data
        const pages = data.pages.map((page) => ({
          ...page,
          items: page.items.filter(({ id }) => id !== lead.id),
        }))
        return {
          ...data,
          pages: stageId === stage.id ? withLead(pages, { ...lead, stage }, beforeId) : pages,
        }
      })
  }
  return useMutation({
    mutationFn: ({ lead, stage, beforeId }: Move) =>
      answer(
        parley.POST('/api/v1/leads/{leadId}/move', {
          params: { path: { leadId: lead.id } },
          body: { stageId: stage.id, beforeId },
        }),
      ),
    onMutate: async (move: Move) => {
      await client.cancelQueries({ queryKey: ['leads'] })
      show(move)
    },
    onSettled: () => {
      for (const noun of ['leads', 'pipelines']) void client.invalidateQueries({ queryKey: [noun] })
    },
  })
}

function withLead(pages: LeadPage[], lead: Lead, beforeId: string | null): LeadPage[] {
  const last = pages.length - 1
  const there = pages.findIndex(({ items }) => items.some(({ id }) => id === beforeId))
  const page = beforeId === null || there < 0 ? last : there
  return pages.map((each, n) => {
    if (n !== page) return each
    const at = each.items.findIndex(({ id }) => id === beforeId)
    return { ...each, items: each.items.toSpliced(at < 0 ? each.items.length : at, 0, lead) }
  })
}
