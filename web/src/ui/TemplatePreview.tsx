import { Box, Divider, Group, Stack, Text } from '@mantine/core'
import {
  IconCopy,
  IconCornerUpLeft,
  IconExternalLink,
  IconList,
  IconPhone,
  IconPhoto,
} from '@tabler/icons-react'
import type { Template } from '../api/templates.ts'

type Preview = Template['preview']
type Part = Omit<Preview, 'cards'>

const icons: Record<string, typeof IconList> = {
  url: IconExternalLink,
  phone_number: IconPhone,
  voice_call: IconPhone,
  copy_code: IconCopy,
  list: IconList,
}

/** A template as the phone shows it. */
export function TemplatePreview({ preview }: { preview: Preview }) {
  return (
    <Box p="sm" bg="var(--thread)" style={{ borderRadius: 10 }}>
      <Bubble part={preview} />
      {preview.cards.length > 0 && (
        <Group gap="xs" mt="xs" wrap="nowrap" align="stretch" style={{ overflowX: 'auto' }} tabIndex={0}>
          {preview.cards.map((card, at) => (
            <Box key={at} w={200} style={{ flexShrink: 0 }}>
              <Bubble part={card} />
            </Box>
          ))}
        </Group>
      )}
    </Box>
  )
}

function Bubble({ part: { header, body, footer, mediaUrl, buttons } }: { part: Part }) {
  return (
    <Box bg="var(--bubble-in)" style={{ borderRadius: 12, boxShadow: '0 1px 1px rgb(0 0 0 / 10%)' }}>
      <Stack gap={4} px="sm" py="xs">
        {mediaUrl && (
          <Group gap={6} wrap="nowrap" c="dimmed" bg="var(--thread)" p="xs" style={{ borderRadius: 8 }}>
            <IconPhoto size={18} aria-hidden style={{ flexShrink: 0 }} />
            <Text size="xs" truncate>
              {mediaUrl.split('/').at(-1)}
            </Text>
          </Group>
        )}
        {header && (
          <Text size="sm" fw={700}>
            {header}
          </Text>
        )}
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {body}
        </Text>
        {footer && (
          <Text size="xs" c="dimmed">
            {footer}
          </Text>
        )}
      </Stack>
      {buttons.map(({ label, kind }, at) => {
        const Icon = icons[kind] ?? IconCornerUpLeft
        return (
          <Box key={at}>
            <Divider />
            <Group gap={6} justify="center" py={7} c="var(--mantine-primary-color-light-color)">
              <Icon size={16} aria-hidden />
              <Text size="sm" fw={600}>
                {label}
              </Text>
            </Group>
          </Box>
        )
      })}
    </Box>
  )
}
