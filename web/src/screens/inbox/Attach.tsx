import { ActionIcon, CloseButton, FileButton, Group, Text } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export function Attach({ choose }: { choose: (file: File | null) => void }) {
  const { t } = useTranslation('inbox')
  return (
    <FileButton onChange={choose}>
      {(props) => (
        <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label={t('composer.attach')}>
          <IconPaperclip size={20} />
        </ActionIcon>
      )}
    </FileButton>
  )
}

export function AttachedFile({ file, remove }: { file: File; remove: () => void }) {
  const { t, i18n } = useTranslation('inbox')
  const kilobytes = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  })
  return (
    <Group gap="xs" mb={6} wrap="nowrap">
      <Text size="sm" truncate>
        {file.name}
      </Text>
      <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
        {kilobytes.format(Math.ceil(file.size / 1024))}
      </Text>
      <CloseButton size="sm" onClick={remove} aria-label={t('composer.noFile')} />
    </Group>
  )
}
