import { useState } from 'react'
import type { Conversation, Message } from '../../api/conversations.ts'
import { lockOf } from './Lock.tsx'
import { type Mode, useDraft } from './use-draft.ts'
import { useSend } from './use-send.ts'
import { useAnswers } from './who-answers.ts'

/** Twilio: a message has at most 1,600 characters. */
export const limit = 1600

/** What is being written, whether it may be sent, and what became of it. */
export function useComposing(
  conversation: Conversation,
  quoted: Message | null,
  quote: (message: Message | null) => void,
) {
  const answers = useAnswers(conversation)
  const [mode, setMode] = useState<Mode>('message')
  const [attached, attach] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  const draft = useDraft(conversation.id)
  const send = useSend(conversation.id, {
    onSent: ({ mode: sent, text }) => draft.forget(sent, text),
    onFailed: (written, reason) => {
      draft.giveBack(written.mode, written.text)
      if (written.file) attach(written.file)
      if (written.quoted) quote(written.quoted)
      setMode(written.mode)
      setError(reason)
    },
  })
  const isMessage = mode === 'message'
  const text = draft.read(mode)
  const file = isMessage ? attached : null
  const locked = isMessage ? lockOf(conversation) : null
  const mustTakeOver = isMessage && !locked && answers.other
  const ready = !locked && !mustTakeOver && text.length <= limit && (text.trim() !== '' || file !== null)
  /** True when it is on its way. */
  const submit = (): boolean => {
    if (!ready) return false
    setError(null)
    send.mutate({ mode, text, file, quoted: isMessage ? quoted : null, at: new Date().toISOString() })
    draft.handOver(mode)
    if (isMessage) {
      attach(null)
      quote(null)
    }
    return true
  }
  const write = (next: string) => draft.write(mode, next)
  return { mode, setMode, text, write, file, attach, locked, mustTakeOver, ready, error, submit }
}
