import { Button, Code, CopyButton, Group } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A value to take elsewhere, with the button that takes it. */
export function Copyable({ value, what }: { value: string; what: string }) {
  const { t } = useTranslation()
  return (
    <Group gap="xs">
      <Code fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            aria-label={`${t(copied ? 'copy.done' : 'copy.action')}: ${what}`}
          >
            {t(copied ? 'copy.done' : 'copy.action')}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
