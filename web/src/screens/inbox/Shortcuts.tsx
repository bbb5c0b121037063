import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const keys = {
  '↑ ↓': 'arrows',
  j: 'next',
  k: 'previous',
  r: 'reply',
  t: 'takeOver',
  n: 'note',
  '?': 'help',
  'Ctrl K': 'palette',
} as const

export function Shortcuts({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation('inbox')
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="xs">
        {Object.entries(keys).map(([key, what]) => (
          <Group key={key} justify="space-between">
            <Text size="sm">{t(`shortcuts.${what}`)}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    </Modal>
  )
}
