import {
  IconAddressBook,
  IconHome,
  IconInbox,
  IconLayoutKanban,
  IconPlugConnected,
  IconRobot,
  IconSettings,
  IconTemplate,
} from '@tabler/icons-react'
import { paths } from '../ui/paths.ts'

/** The main places, in the order of daily use. `label` is a word of the catalogue `app`. */
export const places = [
  { to: paths.home, label: 'places.home', icon: IconHome },
  { to: paths.inbox, label: 'places.inbox', icon: IconInbox },
  { to: paths.contacts, label: 'places.contacts', icon: IconAddressBook },
  { to: paths.leads, label: 'places.leads', icon: IconLayoutKanban },
  { to: paths.agents, label: 'places.agents', icon: IconRobot },
  { to: paths.templates, label: 'places.templates', icon: IconTemplate },
  { to: paths.connectors, label: 'places.connectors', icon: IconPlugConnected },
  { to: paths.settings, label: 'places.settings', icon: IconSettings },
] as const
