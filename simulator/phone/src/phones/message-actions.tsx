import { useState } from 'react'
import type { MessageContent } from '../api/phones.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { ChoiceSheet } from './choice-sheet.tsx'
import { actionsOf, listOf, panelsOf, type Action, type Choice } from './content.ts'
import { usePhone } from './use-phone.ts'

type Props = { sender: string; sid: string; content: MessageContent }

/** The buttons under a received message. */
export function MessageActions({ sender, sid, content }: Props) {
  const { send } = usePhone()
  const [listOpen, setListOpen] = useState(false)
  const list = listOf(content)
  const actions = [...actionsOf(content), ...panelsOf(content).flatMap((panel) => panel.actions)]
  if (actions.length === 0 && !list) return null

  const base = { to: sender, reply_to: sid }
  const tap = ({ title, id }: Action) => void send({ ...base, button: { text: title, payload: id } })
  const choose = ({ id, title, description }: Choice) => {
    setListOpen(false)
    void send({ ...base, list: description ? { id, title, description } : { id, title } })
  }
  return (
    <div className="actions">
      {actions.map((action, at) => (
        <ActionButton key={`${at} ${action.id}`} action={action} onReply={() => tap(action)} />
      ))}
      {list ? (
        <button type="button" className="action" aria-haspopup="dialog" onClick={() => setListOpen(true)}>
          <Icon name="list" size={16} />
          {list.button}
        </button>
      ) : null}
      {list && listOpen ? (
        <ChoiceSheet
          title={list.button}
          choices={list.choices}
          onChoose={choose}
          onClose={() => setListOpen(false)}
        />
      ) : null}
    </div>
  )
}

const icons: Record<Action['kind'], IconName> = {
  reply: 'reply',
  url: 'link',
  phone: 'call',
  code: 'copy',
  other: 'chevron',
}

function ActionButton({ action, onReply }: { action: Action; onReply: () => void }) {
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
  const copy = () => void navigator.clipboard.writeText(target).then(() => setCopied(true))
  return (
    <button
      type="button"
      className="action"
      disabled={kind === 'other'}
      onClick={kind === 'reply' ? onReply : copy}
    >
      {inside}
    </button>
  )
}
