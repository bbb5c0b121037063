import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { type Touch, touchesOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'

export type Verdict = 'approve' | 'reject'

export const keyOf = ({ contact, step }: Touch): string => `${contact.id} ${step}`

/** The queue that is looked through. */
export interface Queue {
  campaignId: string
  state: 'review' | 'held'
  search: string
}

interface Decided {
  touch: Touch
  verdict: Verdict
  /** As the reviewer leaves it. */
  change: { text?: string; variables?: Record<string, string> }
}

/**
 * Decides one draft. The next one is there at once; a refusal brings the list back as it is. `isDecided` tells of those that are on their way to
 * the server, which a list that was asked for meanwhile may still hold.
 */
export function useDecide({ campaignId, state, search }: Queue) {
  const client = useQueryClient()
  const key = touchesOptions(campaignId, state, search).queryKey
  const mutationKey = ['decide', campaignId]
  const onTheirWay = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: (mutation) => keyOf((mutation.state.variables as Decided).touch),
  })
  const { mutate, error } = useMutation({
    mutationKey,
    mutationFn: ({ touch: { contact, step }, verdict, change }: Decided) =>
      answer(
        parley.POST('/api/v1/campaigns/{campaignId}/touches/decide', {
          params: { path: { campaignId } },
          body: { contactId: contact.id, step, verdict, ...change },
        }),
      ),
    onMutate: ({ touch }) =>
      client.setQueryData(
        key,
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({ ...page, items: page.items.filter((one) => one !== touch) })),
          },
      ),
    onError: () => client.invalidateQueries({ queryKey: key }),
    // A list that was asked for before this was decided is not shown any more.
    onSuccess: () =>
      client.isFetching({ queryKey: key }) > 0 ? client.invalidateQueries({ queryKey: key }) : undefined,
  })
  return { decide: mutate, error, isDecided: (touch: Touch) => onTheirWay.includes(keyOf(touch)) }
}

interface Many {
  verdict: Verdict
  /** Null: all that match the search. */
  touches: readonly Touch[] | null
}

/** As many as the server takes by name in one request. */
const mostNamed = 1000

/** Decides many drafts in one request. */
export function useDecideMany({ campaignId, state, search }: Queue, done: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ verdict, touches }: Many) =>
      answer(
        parley.POST('/api/v1/campaigns/{campaignId}/touches/decide-many', {
          params: { path: { campaignId } },
          body: {
            verdict,
            state,
            which: touches
              ? {
                  touches: touches
                    .slice(0, mostNamed)
                    .map(({ contact, step }) => ({ contactId: contact.id, step })),
                }
              : { search },
          },
        }),
      ),
    onSuccess: done,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['touches', campaignId] }),
        client.invalidateQueries({ queryKey: ['campaign', campaignId] }),
      ]),
  })
}
