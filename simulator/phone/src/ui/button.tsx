import './button.css'
import type { ButtonHTMLAttributes } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Look = 'plain' | 'main' | 'quiet' | 'danger'

/** A button with words, and before them an icon if one is named. */
export function Button({
  look = 'plain',
  icon,
  children,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; icon?: IconName }) {
  return (
    <button type="button" className={`button button-${look} ${className}`} {...rest}>
      {icon ? <Icon name={icon} size={18} /> : null}
      {children}
    </button>
  )
}

/** A round button that shows an icon only; `label` is its accessible name and its tooltip. */
export function IconButton({
  icon,
  label,
  size = 20,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string; size?: number }) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} size={size} />
    </button>
  )
}
