import { Box, Divider, Group, Stack, Text } from '@mantine/core'
import {
  IconCopy,
  IconCornerUpLeft,
  IconExternalLink,
  IconForms,
  IconList,
  IconPhone,
  IconShoppingBag,
} from '@tabler/icons-react'
import type { Template } from '../api/templates.ts'
import { FormattedText } from './FormattedText.tsx'
import { PreviewPages } from './PreviewPages.tsx'
import { FilePlaceholder, PlaceDrawing } from './PreviewPictures.tsx'

type Preview = Template['preview']
type Part = Preview['cards'][number]

const icons: Record<string, typeof IconList> = {
  url: IconExternalLink,
  phone_number: IconPhone,
  voice_call: IconPhone,
  voice_call_request: IconPhone,
  copy_code: IconCopy,
  list: IconList,
  catalog: IconShoppingBag,
  flow: IconForms,
}

/** A template as the phone shows it. */
export function TemplatePreview({ preview }: { preview: Preview }) {
  return (
    <Box p="sm" bg="var(--thread)" style={{ borderRadius: 10 }}>
      <Box bg="var(--bubble-in)" style={bubble}>
        <Stack gap={4} px="sm" py="xs">
          <PreviewTop preview={preview} />
          {!preview.place && <PreviewText part={preview} />}
          <PreviewFooter part={preview} />
        </Stack>
        <PreviewButtons part={preview} />
      </Box>
      <PreviewCards cards={preview.cards} />
      <PreviewOpened preview={preview} />
    </Box>
  )
}

const bubble = { borderRadius: 12, boxShadow: '0 1px 1px rgb(0 0 0 / 10%)', overflow: 'hidden' }

/** What stands above the text: a file, a place, a heading. */
export function PreviewTop({ preview: { media, place, header } }: { preview: Part & Partial<Preview> }) {
  return (
    <>
      {media && <FilePlaceholder {...media} />}
      {place && <PlaceDrawing {...place} />}
      {header && (
        <Text size="sm" fw={700}>
          {header}
        </Text>
      )}
    </>
  )
}

const PreviewText = ({ part: { body } }: { part: Part }) =>
  body === '' ? null : (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      <FormattedText text={body} />
    </Text>
  )

export const PreviewFooter = ({ part: { footer } }: { part: Part }) =>
  footer ? (
    <Text size="xs" c="dimmed">
      {footer}
    </Text>
  ) : null

export function PreviewButtons({ part: { buttons } }: { part: Part }) {
  return buttons.map(({ label, kind }, at) => {
    const Icon = icons[kind] ?? IconCornerUpLeft
    return (
      <Box key={at}>
        <Divider />
        <Group
          gap={6}
          px="xs"
          justify="center"
          wrap="nowrap"
          py={7}
          c="var(--mantine-primary-color-light-color)"
        >
          <Icon size={16} aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm" fw={600} truncate>
            {label}
          </Text>
        </Group>
      </Box>
    )
  })
}

/** The cards of a carousel, side by side. */
export function PreviewCards({ cards }: { cards: readonly Part[] }) {
  if (cards.length === 0) return null
  return (
    <Group gap="xs" mt="xs" wrap="nowrap" align="stretch" style={{ overflowX: 'auto' }} tabIndex={0}>
      {cards.map((card, at) => (
        <Stack key={at} w={200} gap={0} bg="var(--bubble-in)" style={{ ...bubble, flexShrink: 0 }}>
          <Stack gap={4} px="sm" py="xs" flex={1}>
            <PreviewTop preview={card} />
            <PreviewText part={card} />
            <PreviewFooter part={card} />
          </Stack>
          <PreviewButtons part={card} />
        </Stack>
      ))}
    </Group>
  )
}

/** What a button opens: the lines of a list, the goods of a catalog, the pages of a form. */
export function PreviewOpened({ preview: { items, pages } }: { preview: Pick<Preview, 'items' | 'pages'> }) {
  if (items.length === 0) return <PreviewPages pages={pages} />
  return (
    <Box bg="var(--bubble-in)" mt="xs" px="sm" py={4} style={bubble}>
      {items.map(({ title, description }, at) => (
        <Box key={at} py={6}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          {description && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {description}
            </Text>
          )}
        </Box>
      ))}
    </Box>
  )
}
