import { useState } from 'react'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import type { Action } from './content.ts'

const icons: Record<Action['kind'], IconName> = {
  reply: 'reply',
  url: 'link',
  phone: 'call',
  code: 'copy',
  call: 'call',
  form: 'list',
  other: 'chevron',
}

/** One button. Links, numbers and codes act on this phone; a reply and a form are given to `onReply`, and are a picture without it. */
export function ActionButton({ action, onReply }: { action: Action; onReply: (() => void) | undefined }) {
  const { say } = useWords()
  const [copied, setCopied] = useState(false)
  const { kind, title, target } = action
  const inside = (
    <>
      <Icon name={icons[kind]} size={16} />
      {copied ? say('content.copied') : title}
    </>
  )
  if (kind === 'url' || kind === 'phone') {
    return (
      <a className="action" href={kind === 'url' ? target : `tel:${target}`} target="_blank" rel="noreferrer">
        {inside}
      </a>
    )
  }
  const toOwner = kind === 'reply' || kind === 'form'
  const copy = () => void navigator.clipboard.writeText(target).then(() => setCopied(true))
  return (
    <button
      type="button"
      className="action"
      aria-haspopup={kind === 'form' ? 'dialog' : undefined}
      disabled={toOwner ? !onReply : kind !== 'code'}
      onClick={toOwner ? onReply : copy}
    >
      {inside}
    </button>
  )
}
