import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** The calm page before the app: one card, one purpose. */
export function Frame({
  title,
  lead,
  children,
  foot,
}: {
  title: string
  lead: ReactNode
  children: ReactNode
  foot?: ReactNode
}) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>{`${title} · Parley`}</title>
      <Stack w="100%" maw={400} gap="lg">
        <Group gap={10} justify="center">
          <img src="/icon.svg" alt="" width={36} height={36} />
          <Text fw={700} size="xl">
            Parley
          </Text>
        </Group>
        <Paper withBorder p="xl" radius="lg">
          <Stack gap="md">
            <div>
              <Title order={1} size="h3">
                {title}
              </Title>
              <Text c="dimmed" size="sm" mt={4}>
                {lead}
              </Text>
            </div>
            {children}
          </Stack>
        </Paper>
        <Text ta="center" size="sm">
          {foot}
        </Text>
      </Stack>
    </Center>
  )
}
