import {
  Badge,
  Box,
  Group,
  Indicator,
  Menu,
  NavLink,
  Stack,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { type Icon, IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useMatchRoute, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countsOptions } from '../api/conversations.ts'
import { paths } from '../ui/paths.ts'
import { places, placesOnPhone } from './navigation.ts'

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

/** The main places at the foot of a phone: those of every day, and the others in a menu. */
export function BottomBar() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const all = usePlaces()
  const others = all.slice(placesOnPhone)
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
      {all.slice(0, placesOnPhone).map(({ to, label, icon, active, waiting }) => (
        <UnstyledButton
          key={to}
          component={Link}
          to={to}
          aria-current={active ? 'page' : undefined}
          py={6}
          style={{ textAlign: 'center' }}
        >
          <Foot label={label} icon={icon} active={active} waiting={waiting} />
        </UnstyledButton>
      ))}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton py={6} style={{ textAlign: 'center' }}>
            <Foot
              label={t('places.more')}
              icon={IconDots}
              active={others.some(({ active }) => active)}
              waiting={0}
            />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(({ to, label, icon: Icon, active }) => (
            <Menu.Item
              key={to}
              leftSection={<Icon size={18} stroke={1.6} />}
              aria-current={active ? 'page' : undefined}
              onClick={() => void navigate({ to })}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

function Foot({
  label,
  icon: Icon,
  active,
  waiting,
}: Pick<ReturnType<typeof usePlaces>[number], 'label' | 'active' | 'waiting'> & { icon: Icon }) {
  const { t } = useTranslation()
  return (
    <>
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
    </>
  )
}
