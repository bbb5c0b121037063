import { Anchor, Box, Group, Stack, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A page with a title, its main actions, and room to breathe. */
export function Page({
  title,
  actions,
  children,
  width = 960,
  back,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
  width?: number
  /** The list this page was opened from. */
  back?: { to: string; label: string }
}) {
  return (
    <Box p={{ base: 'md', sm: 'xl' }} maw={width} mx="auto" w="100%">
      <title>{`${title} · Parley`}</title>
      <Stack gap="lg">
        {back && (
          <Anchor component={Link} to={back.to} size="sm" underline="hover" mb={-12} w="max-content">
            <Group gap={4} wrap="nowrap">
              <IconArrowLeft size={16} aria-hidden />
              {back.label}
            </Group>
          </Anchor>
        )}
        <Group justify="space-between" align="center">
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Box>
  )
}
