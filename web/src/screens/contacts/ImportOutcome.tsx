import { Alert, Button, Group, Loader, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ContactImport } from '../../api/imports.ts'
import { Figure } from '../../ui/Figure.tsx'
import { paths } from '../../ui/paths.ts'

/** How far it has come, and what could not be taken. */
export function ImportOutcome({ list }: { list: ContactImport }) {
  const { t } = useTranslation('contacts')
  const { state, created, updated, optIns, stillClosed, problems, firstProblems, detail } = list
  return (
    <Stack gap="lg">
      <Group gap="xs" role="status">
        {state === 'running' && <Loader size="sm" aria-hidden />}
        <Text fw={600}>
          {t(`import.state.${state}`, { count: Math.max(0, list.rowsRead - 1), file: list.fileName })}
        </Text>
      </Group>
      {detail && (
        <Alert color="red" variant="light" title={t('import.failed')}>
          <Text size="sm" c="var(--mantine-color-text)">
            {detail}
          </Text>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
        <Figure label={t('import.created')} count={created} />
        <Figure label={t('import.updated')} count={updated} />
        <Figure label={t('import.optIns')} count={optIns} />
        <Figure label={t('import.stillClosed')} count={stillClosed} />
        <Figure label={t('import.problems')} count={problems} color={problems > 0 ? 'red.8' : null} />
      </SimpleGrid>
      {problems > 0 && (
        <>
          <Group justify="space-between">
            <Text>{t('import.problemsText', { count: problems })}</Text>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              component="a"
              href={`/api/v1/contacts/imports/${list.id}/problems.csv`}
              download
            >
              {t('import.download')}
            </Button>
          </Group>
          <Table.ScrollContainer minWidth={320}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('import.line')}</Table.Th>
                  <Table.Th>{t('import.reason')}</Table.Th>
                  <Table.Th visibleFrom="sm">{t('import.row')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {firstProblems.map((problem) => (
                  <Table.Tr key={problem.line}>
                    <Table.Td>{problem.line}</Table.Td>
                    <Table.Td>
                      {t(`import.problem.${problem.reason}`, { defaultValue: problem.reason })}
                      {problem.detail && (
                        <Text span size="sm" c="dimmed">
                          {' '}
                          {problem.detail}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <Text size="sm" c="dimmed" lineClamp={1} maw={380}>
                        {problem.cells.join(' · ')}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      {state === 'done' && (
        <Group>
          <Button component={Link} to={paths.contacts}>
            {t('import.toContacts')}
          </Button>
          <Button variant="default" component={Link} to={paths.importContacts} search={{} as never}>
            {t('import.another')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
