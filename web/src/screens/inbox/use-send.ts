import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { type Message, threadOptions, withMessage } from '../../api/conversations.ts'
import { answer, parley, Refusal } from '../../api/parley.ts'

export interface Written {
  mode: 'message' | 'note'
  text: string
  file: File | null
  quoted: Message | null
  /** When it was written, ISO. */
  at: string
}

/** What was asked and not heard of, by conversation: sent once more as it was, it keeps its key and goes out once. */
interface Unanswered {
  of: string
  key: string
  uploadId: string | undefined
}
const unanswered = new Map<string, Unanswered>()

const keyOf = (conversationId: string) => ['send', conversationId]

interface Ends {
  onSent: (written: Written) => void
  onFailed: (written: Written, error: unknown) => void
}

/** Sends what was written, one after the other. */
export function useSend(conversationId: string, { onSent, onFailed }: Ends) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: keyOf(conversationId),
    scope: { id: conversationId },
    // A desk on this machine is reached without a network; when it is not, that is said instead of waited for.
    networkMode: 'always',
    mutationFn: (written: Written) =>
      written.mode === 'note' ? note(conversationId, written) : send(conversationId, written),
    onSuccess: (sent, written) => {
      if (sent)
        client.setQueryData(threadOptions(conversationId).queryKey, (thread) => withMessage(thread, sent))
      onSent(written)
    },
    onError: (error, written) => onFailed(written, error),
    onSettled: (_sent, _error, { mode }) =>
      void Promise.all(
        (mode === 'note' ? ['notes'] : ['messages', 'conversation']).map((noun) =>
          client.invalidateQueries({ queryKey: [noun, conversationId] }),
        ),
      ),
  })
}

/** What is on its way to the server, in the order it was written. */
export function useOnTheWay(conversationId: string): Written[] {
  return useMutationState({
    filters: { mutationKey: keyOf(conversationId), status: 'pending' },
    select: ({ state }) => state.variables as Written,
  }).filter(({ mode }) => mode === 'message')
}

async function note(conversationId: string, { text }: Written): Promise<null> {
  const params = { path: { conversationId } }
  await answer(parley.POST('/api/v1/conversations/{conversationId}/notes', { params, body: { body: text } }))
  return null
}

async function send(conversationId: string, { text, file, quoted }: Written): Promise<Message> {
  const of = JSON.stringify([text, file && [file.name, file.size, file.lastModified], quoted?.id])
  const before = unanswered.get(conversationId)
  const asked: Unanswered = before?.of === of ? before : { of, key: crypto.randomUUID(), uploadId: undefined }
  unanswered.set(conversationId, asked)
  try {
    if (file) asked.uploadId ??= await upload(file)
    const sent = await answer(
      parley.POST('/api/v1/messages', {
        headers: { 'Idempotency-Key': asked.key },
        body: {
          conversationId,
          body: text,
          ...(asked.uploadId ? { uploadId: asked.uploadId } : {}),
          ...(quoted ? { quotedMessageId: quoted.id } : {}),
        },
      }),
    )
    forget(conversationId, asked)
    return sent
  } catch (error) {
    if (isFinal(error)) forget(conversationId, asked)
    throw error
  }
}

/** A refusal settles the question: under the same key the server would only repeat it. */
const isFinal = (error: unknown) =>
  error instanceof Refusal && error.problem.status < 500 && error.problem.code !== 'request_in_progress'

function forget(conversationId: string, asked: Unanswered) {
  if (unanswered.get(conversationId) === asked) unanswered.delete(conversationId)
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
