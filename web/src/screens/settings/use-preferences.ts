import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type NotificationPreferences, preferencesOptions } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { tellSaved } from '../../ui/tell-saved.ts'

type Change = Partial<Pick<NotificationPreferences, 'kinds' | 'quietHours' | 'timeZone' | 'language'>>

/**
 * Keeps a change at once; the screen shows it before the server has answered. Changes reach the server in the order in which they were made,
 * and what the server has is shown again after the last of them.
 */
export function useChangePreferences() {
  const client = useQueryClient()
  const { queryKey } = preferencesOptions
  return useMutation({
    mutationKey: queryKey,
    scope: { id: 'notification-preferences' },
    mutationFn: (body: Change) => answer(parley.PATCH('/api/v1/notification-preferences', { body })),
    onMutate: async ({ kinds, ...rest }) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (before) => {
        if (!before) return before
        const changed = new Map(kinds?.map((one) => [one.kind, one]))
        return { ...before, ...rest, kinds: before.kinds.map((one) => changed.get(one.kind) ?? one) }
      })
    },
    onSuccess: () => tellSaved(),
    onSettled: () => {
      const isLast = client.isMutating({ mutationKey: queryKey }) === 1
      return isLast ? client.invalidateQueries({ queryKey }) : undefined
    },
  })
}
