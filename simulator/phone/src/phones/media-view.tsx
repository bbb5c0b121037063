import { useEffect, useState } from 'react'
import { mediaPath, type MessageMedia } from '../api/phones.ts'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { AudioPlayer } from './audio-player.tsx'
import { ContactCard } from './contact-card.tsx'
import { kindOf, sizeIn } from './media-kind.ts'
import { useFile } from './use-file.ts'
import { readCard, type Card } from './vcard.ts'

/** A file in a chat, drawn as what it is. */
export function MediaView({ media }: { media: MessageMedia }) {
  const { say } = useWords()
  const [gone, setGone] = useState(false)
  const kind = kindOf(media.content_type)
  const path = mediaPath(media)
  const onGone = () => setGone(true)
  if (gone) {
    return (
      <p className="media-gone">
        <Icon name="warning" size={18} /> {say('media.gone')}
      </p>
    )
  }
  const label = media.filename ?? say(`media.${kind}`)
  switch (kind) {
    case 'image':
    case 'sticker':
      return (
        <a className={`media-${kind}`} href={path} target="_blank" rel="noreferrer">
          <img src={path} alt={label} loading="lazy" onError={onGone} />
        </a>
      )
    case 'audio':
      return <AudioPlayer path={path} onGone={onGone} />
    case 'video':
      return <VideoPlayer path={path} label={label} onGone={onGone} />
    case 'contact':
      return <FetchedCard path={path} onGone={onGone} />
    case 'document':
      return <DocumentCard media={media} />
  }
}

function VideoPlayer({ path, label, onGone }: { path: string; label: string; onGone: () => void }) {
  const file = useFile(path, onGone)
  return <video className="media-video" src={file?.url} controls aria-label={label} />
}

function DocumentCard({ media }: { media: MessageMedia }) {
  const { say, locale } = useWords()
  const name = media.filename ?? media.sid
  const kind = media.content_type.split(';')[0]?.split('/')[1]?.toUpperCase()
  return (
    <a
      className="media-document"
      href={mediaPath(media)}
      target="_blank"
      rel="noreferrer"
      aria-label={say('media.open', { name })}
    >
      <span className="document-mark">
        <Icon name="file" size={22} />
      </span>
      <span className="document-text">
        <strong>{name}</strong>
        <small className="clip">
          {sizeIn(media.size, locale)} · {kind}
        </small>
      </span>
    </a>
  )
}

function FetchedCard({ path, onGone }: { path: string; onGone: () => void }) {
  const file = useFile(path, onGone)
  const [card, setCard] = useState<Card>({ name: '…', number: '' })
  useEffect(() => {
    void file?.blob.text().then((text) => setCard(readCard(text)))
  }, [file])
  return <ContactCard card={card} />
}
