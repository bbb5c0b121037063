import { Box, Group, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page with a title, its main actions, and room to breathe. */
export function Page({
  title,
  actions,
  children,
  width = 960,
}: {
  title: ReactNode
  actions?: ReactNode
  children: ReactNode
  width?: number
}) {
  return (
    <Box p={{ base: 'md', sm: 'xl' }} maw={width} mx="auto" w="100%">
      <Stack gap="lg">
        <Group justify="space-between" align="center">
          <Title order={1} size="h2">
            {title}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Box>
  )
}
