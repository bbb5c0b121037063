import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { importsOptions } from '../../api/imports.ts'
import { paths } from '../../ui/paths.ts'
import { dateAndTime } from '../../ui/time.ts'

/** The way back to lists that came in before, and to their broken rows. */
export function ImportsBefore() {
  const { t } = useTranslation('contacts')
  const { data } = useQuery(importsOptions)
  if (!data || data.items.length === 0) return null
  return (
    <Stack gap="xs">
      <Title order={2} fz="md">
        {t('import.before')}
      </Title>
      {data.items.map(({ id, fileName, state, createdAt, problems }) => (
        <Group key={id} justify="space-between" gap="xs">
          <Anchor
            component={Link}
            to={paths.importContacts}
            search={{ list: id } as never}
            style={{ overflowWrap: 'anywhere' }}
          >
            {fileName}
          </Anchor>
          <Text size="sm" c="dimmed">
            {[
              t(`import.stands.${state}`),
              problems > 0 && `${t('import.problems')} ${problems.toLocaleString()}`,
              dateAndTime(createdAt),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
