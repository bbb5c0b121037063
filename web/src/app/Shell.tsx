import { ActionIcon, AppShell, Group, Paper, Text, UnstyledButton } from '@mantine/core'
import { IconCloudOff, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/live.ts'
import { meOptions } from '../api/me.ts'
import { paths } from '../ui/paths.ts'
import { NotificationBell } from './NotificationBell.tsx'
import { OrganizationSwitcher } from './OrganizationSwitcher.tsx'
import { Palette } from './Palette.tsx'
import { palette } from './palette-store.ts'
import { BottomBar, Rail } from './Places.tsx'
import { useWhereabouts } from './use-whereabouts.ts'
import { UserMenu } from './UserMenu.tsx'

/** The frame around every screen: a rail at the side, or a bar at the bottom on a phone. */
export function Shell() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meOptions)
  const connected = useLive(me?.organization?.id ?? null)
  useWhereabouts()
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 58, sm: 0 } }}
      padding={0}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap={8} wrap="nowrap" miw={0}>
            <UnstyledButton component={Link} to={paths.home} aria-label="Parley">
              <Group gap={8} wrap="nowrap">
                <img src="/icon.svg" alt="" width={24} height={24} />
                <Text fw={700} visibleFrom="sm">
                  Parley
                </Text>
              </Group>
            </UnstyledButton>
            <OrganizationSwitcher />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              size="lg"
              color="gray"
              onClick={() => palette.open()}
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
        {!connected && <NotConnected />}
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm">
        <BottomBar />
      </AppShell.Footer>
      <Palette />
    </AppShell>
  )
}

/** What is on screen may be old: said at once, and gone by itself. */
function NotConnected() {
  const { t } = useTranslation()
  return (
    <Paper
      role="status"
      bg="yellow.3"
      c="dark.9"
      px="md"
      py={6}
      shadow="md"
      pos="fixed"
      top={60}
      left="50%"
      style={{ zIndex: 300, transform: 'translateX(-50%)', width: 'max-content', maxWidth: '94vw' }}
    >
      <Group gap="xs" wrap="nowrap">
        <IconCloudOff size={18} aria-hidden />
        <Text size="sm">{t('notConnected')}</Text>
      </Group>
    </Paper>
  )
}
