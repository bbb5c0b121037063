import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answer, parley } from '../../api/parley.ts'

export interface Written {
  mode: 'message' | 'note'
  text: string
  file: File | null
  quotedMessageId: string | undefined
}

/** Sends what was written. Sent again after a failure, it keeps its key, so it goes out once. */
export function useSend(conversationId: string, onSent: () => void) {
  const client = useQueryClient()
  const attempt = useRef<{ of: string; key: string } | null>(null)
  return useMutation({
    mutationFn: async (written: Written) => {
      const path = { conversationId }
      if (written.mode === 'note')
        return await answer(
          parley.POST('/api/v1/conversations/{conversationId}/notes', {
            params: { path },
            body: { body: written.text },
          }),
        )
      const of = JSON.stringify([conversationId, written.text, written.file?.name, written.quotedMessageId])
      if (attempt.current?.of !== of) attempt.current = { of, key: crypto.randomUUID() }
      const uploadId = written.file ? await upload(written.file) : undefined
      const { quotedMessageId, text } = written
      const body = {
        conversationId,
        body: text,
        ...(uploadId ? { uploadId } : {}),
        ...(quotedMessageId ? { quotedMessageId } : {}),
      }
      return await answer(
        parley.POST('/api/v1/messages', { body, headers: { 'Idempotency-Key': attempt.current.key } }),
      )
    },
    onSuccess: () => {
      attempt.current = null
      onSent()
    },
    onSettled: async () => {
      await Promise.all(
        ['messages', 'notes', 'conversation'].map((noun) =>
          client.invalidateQueries({ queryKey: [noun, conversationId] }),
        ),
      )
    },
  })
}

async function upload(file: File): Promise<string> {
  const form = new FormData()
  form.append('file', file)
  const { id } = await answer(
    parley.POST('/api/v1/uploads', {
      body: form as never,
      bodySerializer: (body) => body as unknown as FormData,
    }),
  )
  return id
}
