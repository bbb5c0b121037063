import './menu.css'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** One line of a menu. With `checked` it is a switch, and the menu stays open when it is used. */
export type MenuItem = {
  label: string
  icon?: IconName
  checked?: boolean
  danger?: boolean
  onChoose: () => void
}

type Props = { label: string; icon: IconName; items: MenuItem[]; above?: boolean; note?: string }

/** A button that opens a short menu: arrows move, Escape or a click elsewhere closes. A note stands below the lines. */
export function Menu({ label, icon, items, above = false, note }: Props) {
  const [open, setOpen] = useState(false)
  const holder = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    holder.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
    const closeOutside = (event: PointerEvent) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => document.removeEventListener('pointerdown', closeOutside)
  }, [open])

  const close = () => {
    setOpen(false)
    holder.current?.querySelector<HTMLElement>('button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpen(false)
    else if (!moveFocus(holder.current, event.key)) return
    event.stopPropagation()
    if (event.key !== 'Tab') event.preventDefault()
  }

  return (
    <div className="menu" ref={holder} onKeyDown={onKeyDown}>
      <IconButton
        icon={icon}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div className={`menu-list ${above ? 'menu-above' : ''}`}>
          <div role="menu" aria-label={label}>
            {items.map((item) => (
              <MenuLine key={item.label} item={item} onDone={close} />
            ))}
          </div>
          {note ? <p className="menu-note">{note}</p> : null}
        </div>
      ) : null}
    </div>
  )
}

function MenuLine({ item, onDone }: { item: MenuItem; onDone: () => void }) {
  const isSwitch = item.checked !== undefined
  return (
    <button
      type="button"
      role={isSwitch ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={isSwitch ? item.checked : undefined}
      tabIndex={-1}
      className={`menu-item ${item.danger ? 'menu-danger' : ''}`}
      onClick={() => {
        if (!isSwitch) onDone()
        item.onChoose()
      }}
    >
      {item.icon ? <Icon name={item.icon} size={18} /> : null}
      <span>{item.label}</span>
      {isSwitch ? <span className={`switch-mark ${item.checked ? 'on' : ''}`} aria-hidden="true" /> : null}
    </button>
  )
}

/** Moves the focus inside the menu; tells whether the key was one of its own. */
function moveFocus(holder: HTMLElement | null, key: string): boolean {
  const lines = [...(holder?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[key]
  if (next === undefined) return false
  lines[(next + lines.length) % lines.length]?.focus()
  return true
}
