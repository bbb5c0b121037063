import { ActionIcon, Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { IconBuilding, IconCheck, IconLogout, IconPlus, IconUserCircle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../api/me.ts'
import { answer, parley } from '../api/parley.ts'
import { paths } from '../ui/paths.ts'
import { type Language, languages, speak } from '../words/words.ts'

/** Who I am, in which organization, in which language and light, and the way out. */
export function UserMenu() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: me } = useQuery(meOptions)
  const leave = useMutation({
    mutationFn: () => answer(parley.POST('/api/auth/sign-out', { body: {} })),
    onSuccess: async () => {
      client.clear()
      await navigate({ to: paths.signIn })
    },
  })
  const change = useMutation({
    mutationFn: (organizationId: string) =>
      answer(parley.POST('/api/v1/me/organization', { body: { organizationId } })),
    onSuccess: () => window.location.assign(paths.home),
  })
  if (!me) return null
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('user.menu')}>
          <IconUserCircle size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={0} px="sm" py="xs">
          <Text fw={600}>{me.user.name}</Text>
          <Text size="sm" c="dimmed">
            {me.user.email}
          </Text>
        </Stack>
        <Menu.Divider />
        <Menu.Label>{t('user.organizations')}</Menu.Label>
        {me.organizations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<IconBuilding size={16} />}
            rightSection={id === me.organization?.id ? <IconCheck size={16} /> : null}
            onClick={() => change.mutate(id)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: paths.welcome })}>
          {t('user.newOrganization')}
        </Menu.Item>
        <Menu.Divider />
        <Preferences />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Preferences() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const schemes = (['light', 'dark', 'auto'] as const).map((value) => ({
    value,
    label: t(`user.scheme.${value}`),
  }))
  return (
    <Stack gap="xs" px="sm" py="xs">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('user.language')}
        value={i18n.language}
        onChange={(value) => void speak(value as Language)}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('user.scheme.label')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
        data={schemes}
      />
    </Stack>
  )
}
