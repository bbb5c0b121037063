import { Alert, Group, Text } from '@mantine/core'
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

/** Says why the composer is locked and what is still possible; what was begun is kept. */
export function Lock({ reason, text, children }: { reason: Reason; text: string; children?: ReactNode }) {
  const { t } = useTranslation('inbox')
  return (
    <Alert
      color="orange"
      variant="light"
      title={
        <Group gap={6} wrap="nowrap">
          <IconLock size={16} aria-hidden />
          {t(`lock.${reason}.title`)}
        </Group>
      }
      role="status"
      p="xs"
    >
      <Text size="sm" c="var(--mantine-color-text)">
        {t(`lock.${reason}.text`)}
      </Text>
      {text.trim() !== '' && (
        <Text size="sm" c="var(--mantine-color-text)" mt={4} lineClamp={2}>
          {t('lock.kept', { text })}
        </Text>
      )}
      {children}
    </Alert>
  )
}
