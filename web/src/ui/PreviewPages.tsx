import { Box, Button, Group, Stack, Text } from '@mantine/core'
import { IconCalendar, IconChevronRight, IconCircle, IconSquare } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../api/templates.ts'
import { FilePlaceholder } from './PreviewPictures.tsx'

type Page = Template['preview']['pages'][number]
type Element = Page['elements'][number]

const wrap = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const

/** The pages of a form, one below the other, as the phone opens them one after the other. */
export function PreviewPages({ pages }: { pages: readonly Page[] }) {
  const { t } = useTranslation()
  return pages.map(({ title, subtitle, elements, button }, at) => (
    <Box key={at} bg="var(--bubble-in)" mt="xs" style={{ borderRadius: 12, overflow: 'hidden' }}>
      <Group
        justify="space-between"
        wrap="nowrap"
        px="sm"
        py={8}
        style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
      >
        <Text size="sm" fw={600} style={wrap}>
          {title}
        </Text>
        {pages.length > 1 && (
          <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
            {t('pageOf', { page: at + 1, pages: pages.length })}
          </Text>
        )}
      </Group>
      <Stack gap="sm" px="sm" py="sm">
        {subtitle && (
          <Text size="sm" c="dimmed" style={wrap}>
            {subtitle}
          </Text>
        )}
        {elements.map((element, place) => (
          <Drawn key={place} element={element} />
        ))}
        {button && (
          <Button component="div" size="xs" fullWidth style={{ pointerEvents: 'none' }}>
            {button}
          </Button>
        )}
      </Stack>
    </Box>
  ))
}

const texts: Record<string, { size: string; fw?: number; c?: string }> = {
  text_heading: { size: 'lg', fw: 700 },
  text_subheading: { size: 'md', fw: 600 },
  text_caption: { size: 'xs', c: 'dimmed' },
}
const typed = ['short_text', 'long_text', 'date_picker', 'list']

function Drawn({ element: { kind, text, help, choices, required } }: { element: Element }) {
  if (kind === 'media') {
    const name = text.split(/[?#]/)[0]?.split('/').findLast(Boolean)
    return <FilePlaceholder kind="image" name={name ?? ''} />
  }
  if (kind.includes('select'))
    return (
      <Stack gap={4}>
        <Question {...{ text, required }} />
        {choices.map((choice, at) => (
          <Group key={at} justify="space-between" wrap="nowrap">
            <Text size="sm" style={wrap}>
              {choice}
            </Text>
            {kind.startsWith('single') ? (
              <IconCircle size={18} aria-hidden />
            ) : (
              <IconSquare size={18} aria-hidden />
            )}
          </Group>
        ))}
        <Help help={help} />
      </Stack>
    )
  if (typed.includes(kind))
    return (
      <Stack gap={4}>
        <Group
          justify="space-between"
          wrap="nowrap"
          align="flex-start"
          px="xs"
          py={8}
          mih={kind === 'long_text' ? 72 : 0}
          style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 }}
        >
          <Question {...{ text, required }} />
          {kind === 'date_picker' && <IconCalendar size={18} aria-hidden />}
          {kind === 'list' && <IconChevronRight size={18} aria-hidden />}
        </Group>
        {kind === 'list' && <Help help={choices.join(' · ')} />}
        <Help help={help} />
      </Stack>
    )
  return (
    <Text {...(texts[kind] ?? { size: 'sm' })} style={wrap}>
      {text}
    </Text>
  )
}

const Question = ({ text, required }: Pick<Element, 'text' | 'required'>) => (
  <Text size="sm" style={wrap}>
    {text}
    {required && ' *'}
  </Text>
)

const Help = ({ help }: Pick<Element, 'help'>) =>
  help ? (
    <Text size="xs" c="dimmed" style={wrap}>
      {help}
    </Text>
  ) : null
