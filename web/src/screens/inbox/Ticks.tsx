import {
  IconCalendarTime,
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  IconHandStop,
  IconPencil,
  IconBan,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'

const looks: Partial<Record<Message['status'], { icon: typeof IconCheck; color?: string }>> = {
  draft: { icon: IconPencil },
  scheduled: { icon: IconCalendarTime },
  sent: { icon: IconCheck },
  delivered: { icon: IconChecks },
  read: { icon: IconChecks, color: 'var(--tick-read)' },
  held: { icon: IconHandStop, color: 'var(--mantine-color-orange-text)' },
  failed: { icon: IconAlertCircle, color: 'var(--mantine-color-red-text)' },
  undelivered: { icon: IconAlertCircle, color: 'var(--mantine-color-red-text)' },
  unknown: { icon: IconHelpCircle, color: 'var(--mantine-color-orange-text)' },
  canceled: { icon: IconBan },
}

/** Where a message stands, as a sign with a word behind it. */
export function Ticks({ status }: { status: Message['status'] }) {
  const { t } = useTranslation('inbox')
  const { icon: Icon, color } = looks[status] ?? { icon: IconClock }
  return (
    <Icon
      size={16}
      stroke={2}
      role="img"
      aria-label={t(`status.${status}`)}
      style={{ flexShrink: 0, ...(color ? { color } : { opacity: 0.7 }) }}
    />
  )
}
