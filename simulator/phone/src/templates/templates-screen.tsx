import './templates.css'
import { type Content, useContents } from '../api/contents.ts'
import { Empty } from '../ui/empty.tsx'
import { useWords } from '../words/language.tsx'
import { TemplateCard } from './template-card.tsx'

const waits = ({ approval_requests: { status } }: Content) => status === 'received' || status === 'pending'

/** Meta's desk: what was submitted waits for a verdict, and every verdict can be changed. */
export function TemplatesScreen() {
  const { say } = useWords()
  const contents = useContents()
  const waiting = contents?.filter(waits) ?? []
  const decided =
    contents?.filter((one) => !waits(one) && one.approval_requests.status !== 'unsubmitted') ?? []
  return (
    <div className="sheet">
      <header className="sheet-head">
        <h2>{say('templates.title')}</h2>
        <p>{say('templates.intro')}</p>
      </header>
      {contents && waiting.length === 0 && (
        <Empty icon="template" title={say('templates.empty')}>
          <p>{say('templates.empty.how')}</p>
        </Empty>
      )}
      {waiting.length > 0 && (
        <ul className="template-list" aria-label={say('templates.waiting')}>
          {waiting.map((content) => (
            <TemplateCard key={content.sid} content={content} />
          ))}
        </ul>
      )}
      {decided.length > 0 && (
        <>
          <h3 className="template-part">{say('templates.decided')}</h3>
          <ul className="template-list" aria-label={say('templates.decided')}>
            {decided.map((content) => (
              <TemplateCard key={content.sid} content={content} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
