import { ActionIcon, AppShell, Box, Group, NavLink, Stack, Text, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/live.ts'
import { meOptions } from '../api/me.ts'
import { paths } from '../ui/paths.ts'
import { NotificationBell } from './NotificationBell.tsx'
import { Palette } from './Palette.tsx'
import { places } from './navigation.ts'
import { UserMenu } from './UserMenu.tsx'

/** The frame around every screen: a rail at the side, or a bar at the bottom on a phone. */
export function Shell() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meOptions)
  useLive(me?.organization?.id ?? null)
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 58, sm: 0 } }}
      padding={0}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <UnstyledButton component={Link} to={paths.home}>
            <Group gap={8} wrap="nowrap">
              <img src="/icon.svg" alt="" width={24} height={24} />
              <Text fw={700}>Parley</Text>
              <Text c="dimmed" size="sm" truncate maw={220} visibleFrom="xs">
                {me?.organization?.name}
              </Text>
            </Group>
          </UnstyledButton>
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              size="lg"
              color="gray"
              onClick={() => spotlight.open()}
              aria-label={t('palette.open')}
            >
              <IconSearch size={20} />
            </ActionIcon>
            <NotificationBell />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" visibleFrom="sm" aria-label={t('places.label')}>
        <Rail />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <BottomBar />
      </AppShell.Footer>
      <Palette />
    </AppShell>
  )
}

function usePlaces() {
  const { t } = useTranslation()
  const matches = useMatchRoute()
  return places.map(({ to, label, icon }) => ({
    to,
    icon,
    label: t(label),
    active: Boolean(matches({ to, fuzzy: to !== paths.home })),
  }))
}

function Rail() {
  return (
    <Stack gap={2}>
      {usePlaces().map(({ to, label, icon: Icon, active }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon size={20} stroke={1.6} />}
          active={active}
          aria-current={active ? 'page' : undefined}
          style={{ borderRadius: 8 }}
        />
      ))}
    </Stack>
  )
}

function BottomBar() {
  const { t } = useTranslation()
  return (
    <Group
      component="nav"
      aria-label={t('places.label')}
      h="100%"
      gap={0}
      grow
      preventGrowOverflow={false}
      wrap="nowrap"
    >
      {usePlaces().map(({ to, label, icon: Icon, active }) => (
        <UnstyledButton
          key={to}
          component={Link}
          to={to}
          aria-current={active ? 'page' : undefined}
          py={6}
          style={{ textAlign: 'center' }}
        >
          <Box c={active ? 'parley' : 'dimmed'} style={{ lineHeight: 0 }}>
            <Icon size={22} stroke={active ? 2 : 1.6} />
          </Box>
          <Text size="10px" fw={active ? 600 : 400} truncate>
            {label}
          </Text>
        </UnstyledButton>
      ))}
    </Group>
  )
}
