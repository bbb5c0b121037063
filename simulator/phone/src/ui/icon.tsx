import type { ReactNode } from 'react'

/** Line drawings on a 24-unit grid; all take the colour of the text around them. */
const drawings = {
  back: <path d="M15 5l-7 7 7 7" />,
  more: (
    <>
      <circle cx="12" cy="5.5" r="1.2" />
      <circle cx="12" cy="12" r="1.2" />
      <circle cx="12" cy="18.5" r="1.2" />
    </>
  ),
  template: <path d="M4 5h16v5H4zM4 14h9v5H4zM17 14h3v5h-3z" />,
  plus: <path d="M12 5v14M5 12h14" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  send: <path d="M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4" />,
  smile: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01" />
    </>
  ),
  clip: (
    <path d="M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L10 17a1.7 1.7 0 0 1-2.4-2.4L15 7.3" />
  ),
  picture: (
    <>
      <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
      <path d="M4 16l4.5-4.5 3.5 3.5 3-3 5 4.500M15.5 9h.01" />
    </>
  ),
  file: <path d="M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 13h6M9 17h4" />,
  pin: (
    <>
      <path d="M12 21s7-6.3 7-11.500a7 7 0 0 0-14 0C5 14.7 12 21 12 21z" />
      <circle cx="12" cy="9.5" r="2.4" />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20.500c1-4.5 4-6 7.5-6s6.5 1.5 7.5 6" />
    </>
  ),
  reply: <path d="M10 7L4.5 12 10 17M5 12h8.500c3.5 0 6 2 6 6" />,
  play: <path d="M8 5.500v13l11-6.500z" />,
  pause: <path d="M8.5 5.500v13M15.5 5.500v13" />,
  phone: (
    <>
      <rect x="7" y="2.5" width="10" height="19" rx="2.5" />
      <path d="M11 18.500h2" />
    </>
  ),
  log: <path d="M4 6h16M4 12h10M4 18h13" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7v5l3.5 2" />
    </>
  ),
  fault: <path d="M13 3L5 13.500h6L10 21l9-11h-6.500z" />,
  sender: <path d="M4 5.500h16v10.500H10l-4 3.500v-3.500H4zM8 9.500h8M8 12.500h5" />,
  theme: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.500v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" />
    </>
  ),
  list: <path d="M9 6.500h11M9 12h11M9 17.500h11M4.5 6.500h.01M4.5 12h.01M4.5 17.500h.01" />,
  link: (
    <path d="M14 4.500h5.500V10M19.5 4.500L11 13M17.5 14v4a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2h4" />
  ),
  call: (
    <path d="M6 3.500l3.5.5 1 4-2 1.500a12 12 0 0 0 6 6l1.5-2 4 1 .5 3.500a2 2 0 0 1-2 2A16 16 0 0 1 4 5.500a2 2 0 0 1 2-2z" />
  ),
  copy: (
    <>
      <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
      <path d="M15.5 8.500v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2" />
    </>
  ),
  again: <path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400M19.5 4v4h-4" />,
  block: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M6 6l12 12" />
    </>
  ),
  bin: <path d="M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5" />,
  chevron: <path d="M9 6l6 6-6 6" />,
  warning: <path d="M12 4l9 16H3zM12 10v4.500M12 17.300h.01" />,
  offline: (
    <path d="M4 9.500c2-1.8 4.3-2.8 6.5-3M20 9.500a12 12 0 0 0-3.5-2.200M7.5 13c.9-.8 2-1.3 3-1.500M12 18h.01M4 4l16 16" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

/** A decoration only: whatever holds it says in words what it means. `size` is in pixels. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}
