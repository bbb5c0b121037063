import { Group, Paper, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** An agent in a list: its name, what it is about, and its marks. Without `to` it is only told of. */
export function AgentLine({
  to,
  params = {},
  name,
  about,
  children,
}: {
  to: string | null
  params?: Record<string, string>
  name: string
  about: string
  children: ReactNode
}) {
  const inner = (
    <Group justify="space-between">
      <div style={{ flex: '1 1 240px', minWidth: 0 }}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {about}
        </Text>
      </div>
      <Group gap={6}>{children}</Group>
    </Group>
  )
  if (to === null)
    return (
      <Paper withBorder p="md">
        {inner}
      </Paper>
    )
  return (
    <Paper
      withBorder
      p="md"
      component={Link}
      to={to}
      params={params as never}
      style={{ textDecoration: 'none', color: 'inherit' }}
    >
      {inner}
    </Paper>
  )
}
