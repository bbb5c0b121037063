import { Box, Group, Paper, Text } from '@mantine/core'

/** A number with its name, and the colour it has in a chart beside it. */
export function Figure({ label, count, color }: { label: string; count: number; color?: string | null }) {
  return (
    <Paper withBorder p="sm">
      <Group gap={6} wrap="nowrap">
        {color && <Box w={10} h={10} bg={color} style={{ borderRadius: 3, flexShrink: 0 }} aria-hidden />}
        <Text size="sm" c="dimmed" truncate>
          {label}
        </Text>
      </Group>
      <Text fz={22} fw={600}>
        {count.toLocaleString()}
      </Text>
    </Paper>
  )
}
