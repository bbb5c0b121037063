import { useState } from 'react'
import type { MessageContent } from '../api/phones.ts'
import { Icon } from '../ui/icon.tsx'
import { ActionButton } from './action-button.tsx'
import { ChoiceSheet } from './choice-sheet.tsx'
import { actionsOf, formOf, listOf, type Choice } from './content.ts'
import { FormSheet } from './form-sheet.tsx'
import { usePhone } from './use-phone.ts'
import { useTap } from './use-tap.ts'

type Props = { sender: string; sid: string; content: MessageContent }

/** The buttons under a received message. */
export function MessageActions({ sender, sid, content }: Props) {
  const { send } = usePhone()
  const [listOpen, setListOpen] = useState(false)
  const [formOpen, setFormOpen] = useState(false)
  const list = listOf(content)
  const tap = useTap(sender, sid)
  const actions = actionsOf(content)
  if (actions.length === 0 && !list) return null

  const base = { to: sender, reply_to: sid }
  const choose = ({ id, title, description }: Choice) => {
    setListOpen(false)
    void send({ ...base, list: description ? { id, title, description } : { id, title } })
  }
  return (
    <div className="actions">
      {actions.map((action, at) => (
        <ActionButton
          key={`${at} ${action.id}`}
          action={action}
          onReply={() => (action.kind === 'form' ? setFormOpen(true) : tap(action))}
        />
      ))}
      {list ? (
        <button type="button" className="action" aria-haspopup="dialog" onClick={() => setListOpen(true)}>
          <Icon name="list" size={16} />
          {list.button}
        </button>
      ) : null}
      {formOpen ? (
        <FormSheet
          pages={formOf(content)}
          onSend={(form) => {
            setFormOpen(false)
            void send({ ...base, form })
          }}
          onClose={() => setFormOpen(false)}
        />
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
