import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** One kind of agents: what they are for, and those there are. */
export function AgentSection({
  title,
  text,
  action,
  children,
}: {
  title: string
  text: string
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <Stack component="section" aria-labelledby={id} gap="sm" mt="md">
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 260px', maxWidth: 620 }}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        {action}
      </Group>
      {children}
    </Stack>
  )
}
