import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './InReach.module.css'

/** What decides about something long: on a phone it stays at the lower edge of the screen while the thing is read. */
export const InReach = ({ children }: { children: ReactNode }) => (
  <Group className={classes.bar} gap="xs">
    {children}
  </Group>
)
