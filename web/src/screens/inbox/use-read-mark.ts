import { useDocumentVisibility } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { conversationOptions } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'

/** What is open and seen counts as read. */
export function useReadMark(conversationId: string, unread: number): void {
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const seen = useDocumentVisibility() === 'visible'
  const { mutate } = useMutation({
    mutationFn: () =>
      answer(
        parley.POST('/api/v1/conversations/{conversationId}/read', { params: { path: { conversationId } } }),
      ),
    // Nothing but the count: who answers may have changed since.
    onSuccess: ({ unreadCount }) =>
      client.setQueryData(
        conversationOptions(conversationId).queryKey,
        (now) => now && { ...now, unreadCount },
      ),
  })
  useEffect(() => {
    if (unread > 0 && may && seen) mutate()
  }, [unread, may, seen, mutate])
}
