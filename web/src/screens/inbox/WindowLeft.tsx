import { Badge } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { IconClock, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'

/** How long free text may still be sent. The server says when the window closes; the clock of the browser only counts down. */
export function WindowLeft({ conversation: { window } }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 20_000, { autoInvoke: true })
  if (!window.open || !window.closesAt) {
    return (
      <Badge
        size="sm"
        variant="default"
        tt="none"
        style={{ flexShrink: 0 }}
        leftSection={<IconLock size={12} />}
      >
        {t('window.closed')}
      </Badge>
    )
  }
  const minutes = Math.max(0, Math.round((new Date(window.closesAt).getTime() - now) / 60_000))
  return (
    <Badge
      size="sm"
      variant="default"
      tt="none"
      style={{ flexShrink: 0 }}
      leftSection={<IconClock size={12} />}
    >
      {minutes >= 60
        ? t('window.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
        : t('window.minutes', { minutes })}
    </Badge>
  )
}
