import {
  IconAddressBook,
  IconHome,
  IconInbox,
  IconLayoutKanban,
  IconPlugConnected,
  IconRobot,
  IconSend2,
  IconSettings,
  IconTemplate,
} from '@tabler/icons-react'
import { paths } from '../ui/paths.ts'

/** The main places, in the order of daily use. `label` is a word of the catalogue `app`. */
export const places = [
  { to: paths.home, label: 'places.home', icon: IconHome },
  { to: paths.inbox, label: 'places.inbox', icon: IconInbox },
  { to: paths.contacts, label: 'places.contacts', icon: IconAddressBook },
  { to: paths.campaigns, label: 'places.campaigns', icon: IconSend2 },
  { to: paths.leads, label: 'places.leads', icon: IconLayoutKanban },
  { to: paths.agents, label: 'places.agents', icon: IconRobot },
  { to: paths.templates, label: 'places.templates', icon: IconTemplate },
  { to: paths.connectors, label: 'places.connectors', icon: IconPlugConnected },
  { to: paths.settings, label: 'places.settings', icon: IconSettings },
] as const

/** How many of them stand at the foot of a phone; the others are behind "More". */
export const placesOnPhone = 4
