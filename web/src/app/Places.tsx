import {
  Badge,
  Box,
  Group,
  Indicator,
  NavLink,
  Stack,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useMatchRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countsOptions } from '../api/conversations.ts'
import { paths } from '../ui/paths.ts'
import { places } from './navigation.ts'

function usePlaces() {
  const { t } = useTranslation()
  const matches = useMatchRoute()
  const { data: counts } = useQuery(countsOptions)
  return places.map(({ to, label, icon }) => ({
    to,
    icon,
    label: t(label),
    active: Boolean(matches({ to, fuzzy: to !== paths.home })),
    /** How many conversations wait for a person. */
    waiting: to === paths.inbox ? (counts?.waiting ?? 0) : 0,
  }))
}

/** The main places at the side of a wide screen. */
export function Rail() {
  const { t } = useTranslation()
  return (
    <Stack gap={2}>
      {usePlaces().map(({ to, label, icon: Icon, active, waiting }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon size={20} stroke={1.6} />}
          rightSection={
            waiting > 0 && (
              <Badge color="red.9" size="sm" circle={waiting < 10}>
                {waiting}
                <VisuallyHidden> {t('places.waiting')}</VisuallyHidden>
              </Badge>
            )
          }
          active={active}
          aria-current={active ? 'page' : undefined}
          style={{ borderRadius: 8 }}
        />
      ))}
    </Stack>
  )
}

/** The main places at the foot of a phone. */
export function BottomBar() {
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
      {usePlaces().map(({ to, label, icon: Icon, active, waiting }) => (
        <UnstyledButton
          key={to}
          component={Link}
          to={to}
          aria-current={active ? 'page' : undefined}
          py={6}
          style={{ textAlign: 'center' }}
        >
          <Box c={active ? 'parley' : 'dimmed'} style={{ lineHeight: 0 }}>
            <Indicator inline size={9} color="red.9" disabled={waiting === 0} aria-hidden>
              <Icon size={22} stroke={active ? 2 : 1.6} />
            </Indicator>
          </Box>
          <Text size="11px" fw={active ? 600 : 400} truncate>
            {label}
            {waiting > 0 && (
              <VisuallyHidden>
                {waiting} {t('places.waiting')}
              </VisuallyHidden>
            )}
          </Text>
        </UnstyledButton>
      ))}
    </Group>
  )
}
