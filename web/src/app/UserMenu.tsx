import {
  ActionIcon,
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../api/me.ts'
import { type Language, languages, speak } from '../words/words.ts'
import { useSignOut } from './use-sign-out.ts'

/** Who I am, in which language and light, and the way out. */
export function UserMenu() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meOptions)
  const leave = useSignOut()
  if (!me) return null
  return (
    <Popover position="bottom-end" width={270} withinPortal trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('user.menu')}>
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('user.menu')}>
        <Stack gap="sm">
          <div>
            <Text fw={600}>{me.user.name}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {me.user.email}
            </Text>
          </div>
          <Divider />
          <Preferences />
          <Divider />
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="start"
            leftSection={<IconLogout size={16} />}
            onClick={() => leave.mutate()}
            loading={leave.isPending}
          >
            {t('user.signOut')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
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
    <>
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
    </>
  )
}
