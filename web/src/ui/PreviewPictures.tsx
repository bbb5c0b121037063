import { Box, Center, Group, Stack, Text } from '@mantine/core'
import { IconFile, IconFileText, IconMapPin, IconMusic, IconPhoto, IconPlayerPlay } from '@tabler/icons-react'

const icons: Record<string, typeof IconFile> = {
  image: IconPhoto,
  video: IconPlayerPlay,
  audio: IconMusic,
  document: IconFileText,
}

const soft = 'color-mix(in srgb, var(--mantine-color-text) 7%, transparent)'

/** A file that is named and not loaded: an address in a template is a stranger's, and loading it would tell who looks. */
export function FilePlaceholder({ kind, name }: { kind: string; name: string }) {
  const Icon = icons[kind] ?? IconFile
  if (kind === 'image' || kind === 'video')
    return (
      <Box bg={soft} mx={-6} mt={-2} mb={2} style={{ borderRadius: 9, position: 'relative' }}>
        <Center h={132} c="dimmed">
          {kind === 'video' ? (
            <Center w={46} h={46} bg={soft} style={{ borderRadius: 23 }}>
              <Icon size={24} aria-hidden />
            </Center>
          ) : (
            <Icon size={38} stroke={1.4} aria-hidden />
          )}
        </Center>
        <Text size="xs" c="dimmed" truncate px="xs" pb={6}>
          {name}
        </Text>
      </Box>
    )
  return (
    <Group gap="xs" wrap="nowrap" bg={soft} mx={-6} mt={-2} mb={2} p="xs" style={{ borderRadius: 9 }}>
      <Icon size={26} stroke={1.4} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" truncate>
        {name}
      </Text>
    </Group>
  )
}

/** A place: streets that are a drawing, since a map would be loaded from somewhere. */
export function PlaceDrawing({
  latitude,
  longitude,
  label,
  address,
}: {
  latitude: number
  longitude: number
  label: string
  address: string
}) {
  const at = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return (
    <Stack gap={2} mx={-6} mt={-2}>
      <Center h={110} bg={soft} style={{ borderRadius: 9, overflow: 'hidden', position: 'relative' }}>
        <svg
          viewBox="0 0 240 110"
          preserveAspectRatio="xMidYMid slice"
          aria-hidden
          style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
        >
          <path
            d="M-10 38H250M-10 84H250M52-10V120M118-10V120M196-10V120M-10 8L250 74"
            fill="none"
            stroke="var(--bubble-in)"
            strokeWidth="6"
          />
        </svg>
        <IconMapPin
          size={34}
          aria-hidden
          color="var(--mantine-color-red-filled)"
          style={{ position: 'relative' }}
        />
      </Center>
      <Text size="sm" fw={600} px={6}>
        {label || address || at}
      </Text>
      {label && (
        <Text size="xs" c="dimmed" px={6}>
          {address || at}
        </Text>
      )}
    </Stack>
  )
}
