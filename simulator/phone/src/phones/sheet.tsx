import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '../ui/button.tsx'
import { useWords } from '../words/language.tsx'
import { usePhone } from './use-phone.ts'

type Props = { title: string; onClose: () => void; children: ReactNode }

/** A panel that rises from the lower edge of its own phone, so that the phones beside it stay usable. */
export function Sheet({ title, onClose, children }: Props) {
  const { say } = useWords()
  const { glass } = usePhone()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const before = document.activeElement
    panel.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  if (!glass) return null
  return createPortal(
    <div
      className="phone-veil"
      role="presentation"
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div
        className="phone-sheet"
        role="dialog"
        aria-labelledby={id}
        ref={panel}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      >
        <header>
          <h4 id={id}>{title}</h4>
          <IconButton icon="close" label={say('app.close')} onClick={onClose} />
        </header>
        {children}
      </div>
    </div>,
    glass,
  )
}
