import { useState } from 'react'
import { type ApprovalStatus, type Content, decide } from '../api/contents.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useWords } from '../words/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { actionsOf, fileNameOf, listOf } from '../phones/content.ts'
import { MessageContentView, MessageEnd } from '../phones/message-content-view.tsx'
import { RichText } from '../phones/rich-text.tsx'

const looks: Record<ApprovalStatus, string> = {
  unsubmitted: '',
  received: 'chip-warn',
  pending: 'chip-warn',
  approved: 'chip-good',
  rejected: 'chip-bad',
  paused: 'chip-warn',
  disabled: 'chip-bad',
}

/** One template as a phone would show it, and the verdicts that can be given now. */
export function TemplateCard({ content }: { content: Content }) {
  const { say } = useWords()
  const [rejecting, setRejecting] = useState(false)
  const { name, category, status, rejection_reason: reason } = content.approval_requests
  const open = status === 'received' || status === 'pending'
  const give = (next: ApprovalStatus) => void decide(content.sid, { status: next })
  return (
    <li className="card template-card" aria-label={`${name} ${content.language}`}>
      <header>
        <div>
          <h4>{name}</h4>
          <p>
            {content.language} · {category.toLowerCase()}
          </p>
        </div>
        <span className={`chip ${looks[status]}`}>{say(`templates.status.${status}`)}</span>
      </header>
      <Preview content={content} />
      {reason && <p className="form-error">{reason}</p>}
      {rejecting ? (
        <Rejecting content={content} done={() => setRejecting(false)} />
      ) : (
        <div className="template-verdicts">
          {status !== 'approved' && (
            <Button look={open ? 'main' : 'plain'} onClick={() => give('approved')}>
              {say('templates.approve')}
            </Button>
          )}
          {(open || status === 'approved') && (
            <Button look="plain" onClick={() => setRejecting(true)}>
              {say('templates.reject')}
            </Button>
          )}
          {status === 'approved' && (
            <Button look="plain" onClick={() => give('paused')}>
              {say('templates.pause')}
            </Button>
          )}
          {(status === 'approved' || status === 'paused') && (
            <Button look="plain" onClick={() => give('disabled')}>
              {say('templates.disable')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** The message as a phone would show it; nothing can be tapped here. */
function Preview({ content: { drawing } }: { content: Content }) {
  const list = listOf(drawing)
  const file = fileNameOf(drawing)
  const buttons = [...actionsOf(drawing).map(({ title }) => title), ...(list ? [list.button] : [])]
  return (
    <div className="template-preview">
      {file && (
        <p className="template-file">
          <Icon name="picture" /> <span className="clip">{file}</span>
        </p>
      )}
      <MessageContentView content={drawing} body={drawing.body} />
      {drawing.body && (
        <p className="template-body">
          <RichText body={drawing.body} />
        </p>
      )}
      <MessageEnd content={drawing} body={drawing.body} />
      {buttons.map((label, at) => (
        <p key={at} className="template-action">
          {label}
        </p>
      ))}
      {list?.choices.map(({ id, title, description }) => (
        <p key={id} className="template-choice">
          {title} <small>{description}</small>
        </p>
      ))}
    </div>
  )
}

const reasons = ['INVALID_FORMAT', 'PROMOTIONAL', 'ABUSIVE_CONTENT', 'INCORRECT_CATEGORY', 'SCAM']

function Rejecting({ content, done }: { content: Content; done: () => void }) {
  const { say } = useWords()
  const [reason, setReason] = useState(reasons[0] ?? '')
  const [detail, setDetail] = useState('')
  return (
    <form
      className="template-rejecting"
      onSubmit={(event) => {
        event.preventDefault()
        void decide(content.sid, { status: 'rejected', reason: detail ? `${reason}. ${detail}` : reason })
        done()
      }}
    >
      <SelectField
        label={say('templates.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      >
        {reasons.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </SelectField>
      <TextField
        label={say('templates.detail')}
        value={detail}
        onChange={(event) => setDetail(event.currentTarget.value)}
      />
      <div className="template-verdicts">
        <Button look="main" type="submit">
          {say('templates.reject')}
        </Button>
        <Button look="plain" onClick={done}>
          {say('app.cancel')}
        </Button>
      </div>
    </form>
  )
}
