import { Badge, Group, Text } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'

type Template = NonNullable<Message['details']['template']>

/** Which template a message is, with its buttons; or which one goes out in its place once the window is closed. */
export function TemplateFoot({ template, sent }: { template: Template; sent: boolean }) {
  const { t } = useTranslation('inbox')
  const { name, preview } = template
  return (
    <>
      {sent && preview.footer && (
        <Text size="xs" c="dimmed">
          {preview.footer}
        </Text>
      )}
      {sent && preview.buttons.length > 0 && (
        <Group gap={4} mt={4}>
          {preview.buttons.map(({ label, kind }) => (
            <Badge key={`${kind} ${label}`} variant="default" tt="none">
              {label}
            </Badge>
          ))}
        </Group>
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
