import './empty.css'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** What stands where nothing is yet: says what would stand here and how to bring it about. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-mark">
        <Icon name={icon} size={28} />
      </span>
      <p className="empty-title">{title}</p>
      {children}
    </div>
  )
}
