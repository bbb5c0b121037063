import { Badge } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { IconClock, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'

/**
 * How long free text may still be sent. The server says whether the window is open; the clock of the browser only counts
 * down, and no further behind than the last message: a clock that is slow would promise more than 24 hours.
 */
export function WindowLeft({ conversation: { window, lastMessage } }: { conversation: Conversation }) {
  const { t } = useTranslation('inbox')
  const [now, setNow] = useState(() => Date.now())
  const [seen, see] = useState({ at: lastMessage.at, slow: slowness(lastMessage.at, now) })
  if (seen.at !== lastMessage.at) see({ at: lastMessage.at, slow: slowness(lastMessage.at, now) })
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
  const minutes = Math.max(0, Math.round((new Date(window.closesAt).getTime() - now - seen.slow) / 60_000))
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

/** How far behind the server this browser's clock is at least, in milliseconds. */
const slowness = (at: string, now: number) => Math.max(0, new Date(at).getTime() - now)
