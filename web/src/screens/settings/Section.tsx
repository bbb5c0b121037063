import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A part of a settings page: what it is, what it is for, and its action. */
export function Section({
  id,
  title,
  lead,
  action,
  children,
}: {
  id: string
  title: string
  lead: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <Stack component="section" aria-labelledby={id} gap="sm">
      <Group justify="space-between" align="flex-start">
        {/* On a phone the action goes below. */}
        <div style={{ flex: '1 1 280px' }}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed" maw={620}>
            {lead}
          </Text>
        </div>
        {action}
      </Group>
      {children}
    </Stack>
  )
}
