import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'

const emoji = [
  ...new Intl.Segmenter().segment(
    '😀😂🥰😍😉😎🤔😅😢😡😴🤒🙏👍👎👏👋🤝💪🙌❤️💚🎉✨🔥⭐☀️🌧️🌙🏨🛏️🛁🧴🧺🍽️🍕☕🍷🥐🚕✈️🧳🔑📍📞📷💶',
  ),
].map((one) => one.segment)

/** A small grid of emoji beside the text. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { say } = useWords()
  const [open, setOpen] = useState(false)
  const holder = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    const closeOutside = (event: PointerEvent) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => document.removeEventListener('pointerdown', closeOutside)
  }, [open])

  return (
    <div
      className="emoji"
      ref={holder}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false)
      }}
    >
      <IconButton
        icon="smile"
        label={say('chat.emoji')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div className="emoji-grid" role="group" aria-label={say('chat.emoji')}>
          {emoji.map((one) => (
            <button key={one} type="button" onClick={() => onPick(one)}>
              {one}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
