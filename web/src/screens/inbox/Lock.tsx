import { Alert, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'

type Reason = 'optedOut' | 'closed' | 'neverOpened'

/** Why nothing can be written to the contact now; null when it can. */
export function lockOf({ optedOut, window }: Conversation): Reason | null {
  if (optedOut) return 'optedOut'
  if (window.open) return null
  return window.closesAt ? 'closed' : 'neverOpened'
}

/** Says why the composer is locked and what is still possible. */
export function Lock({ reason, children }: { reason: Reason; children?: ReactNode }) {
  const { t } = useTranslation('inbox')
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconLock size={18} />}
      title={t(`lock.${reason}.title`)}
      role="status"
      mb={6}
    >
      <Text size="sm" c="var(--mantine-color-text)">
        {t(`lock.${reason}.text`)}
      </Text>
      {children}
    </Alert>
  )
}
