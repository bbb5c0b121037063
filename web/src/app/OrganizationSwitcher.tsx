import { Group, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../api/me.ts'
import { answer, parley } from '../api/parley.ts'
import { paths } from '../ui/paths.ts'

/** In which organization I work, and the way to another. */
export function OrganizationSwitcher() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data: me } = useQuery(meOptions)
  const change = useMutation({
    mutationFn: (organizationId: string) =>
      answer(parley.POST('/api/v1/me/organization', { body: { organizationId } })),
    // Nothing of one organization may be remembered in another.
    onSuccess: () => window.location.assign(paths.home),
  })
  if (!me?.organization) return null
  const { organization, organizations } = me
  return (
    <Menu position="bottom-start" width={260} withinPortal>
      <Menu.Target>
        <UnstyledButton px={6} py={4} miw={0} aria-label={t('organizations.current', organization)}>
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c="dimmed" truncate maw={{ base: 190, sm: 320 }}>
              {organization.name}
            </Text>
            <IconChevronDown size={14} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('organizations.title')}</Menu.Label>
        {organizations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            onClick={() => id !== organization.id && change.mutate(id)}
            aria-current={id === organization.id}
            rightSection={id === organization.id ? <IconCheck size={16} /> : null}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: paths.welcome })}>
          {t('organizations.new')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
