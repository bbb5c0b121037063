import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** What to do when there is nothing yet: an icon, a sentence that teaches, and the next step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  level = 2,
}: {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  /** Of its heading: 1 when it is all there is on the page. */
  level?: 1 | 2
}) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light">
          {icon}
        </ThemeIcon>
        <Title order={level} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Center>
  )
}
