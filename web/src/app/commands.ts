import {
  IconLogout,
  IconMoonStars,
  IconPlugConnected,
  IconRobot,
  IconTemplate,
  IconUserPlus,
} from '@tabler/icons-react'
import { useMantineColorScheme } from '@mantine/core'
import type { SpotlightActionData } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { createElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../api/me.ts'
import { paths } from '../ui/paths.ts'
import { useSignOut } from './use-sign-out.ts'

/** What can be done from anywhere, as far as the role allows it. */
export function useCommands(): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const leave = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const mayConnectors = useMay('connectors.manage')
  const mayAgents = useMay('agents.manage')
  const mayTemplates = useMay('templates.manage')
  const mayMembers = useMay('members.manage')
  const icon = (Icon: typeof IconLogout) => createElement(Icon, { size: 20 })
  return [
    mayConnectors && {
      id: 'new-connector',
      leftSection: icon(IconPlugConnected),
      label: t('palette.newConnector'),
      onClick: () => void navigate({ to: paths.newConnector }),
    },
    mayAgents && {
      id: 'new-agent',
      leftSection: icon(IconRobot),
      label: t('palette.newAgent'),
      onClick: () => void navigate({ to: paths.agents, search: { create: true } }),
    },
    mayTemplates && {
      id: 'new-template',
      leftSection: icon(IconTemplate),
      label: t('palette.newTemplate'),
      onClick: () => void navigate({ to: paths.newTemplate }),
    },
    mayMembers && {
      id: 'invite',
      leftSection: icon(IconUserPlus),
      label: t('palette.invite'),
      onClick: () => void navigate({ to: paths.settings, search: { tab: 'members' } }),
    },
    {
      id: 'scheme',
      leftSection: icon(IconMoonStars),
      label: t(colorScheme === 'dark' ? 'palette.light' : 'palette.dark'),
      onClick: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'sign-out',
      leftSection: icon(IconLogout),
      label: t('user.signOut'),
      onClick: () => leave.mutate(),
    },
  ].filter((one): one is Exclude<typeof one, false> => one !== false)
}
