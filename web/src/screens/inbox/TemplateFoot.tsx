import { Box, Group, Text } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { PreviewButtons, PreviewCards, PreviewFooter } from '../../ui/TemplatePreview.tsx'

type Template = NonNullable<Message['details']['template']>

/** Which template a message is, with its buttons; or which one goes out in its place once the window is closed. */
export function TemplateFoot({ template, sent }: { template: Template; sent: boolean }) {
  const { t } = useTranslation('inbox')
  const { name, preview } = template
  return (
    <>
      {sent && (
        <Box>
          <PreviewFooter part={preview} />
          <PreviewCards cards={preview.cards} />
          <PreviewButtons part={preview} />
        </Box>
      )}
      <Group gap={4} wrap="nowrap" mt={4} c="dimmed">
        <IconTemplate size={14} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="xs" truncate>
          {t(sent ? 'template.sentAs' : 'template.behind', { name })}
        </Text>
      </Group>
    </>
  )
}
