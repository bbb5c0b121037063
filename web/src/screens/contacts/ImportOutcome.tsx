import { Alert, Button, Group, Loader, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { IconDownload, IconPlayerStop } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ContactImport, importOptions } from '../../api/imports.ts'
import { answer, parley } from '../../api/parley.ts'
import { Figure } from '../../ui/Figure.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** How far it has come, and what could not be taken. */
export function ImportOutcome({ list }: { list: ContactImport }) {
  const { t } = useTranslation('contacts')
  const { state, created, updated, optIns, stillClosed, problems, firstProblems, detail } = list
  const count = state === 'canceled' ? created + updated : Math.max(0, list.rowsRead - 1)
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="xs" role="status" flex={1}>
          {state === 'running' && <Loader size="sm" aria-hidden />}
          <Text fw={600}>{t(`import.state.${state}`, { count, file: list.fileName })}</Text>
        </Group>
        {state === 'running' && <Cancel importId={list.id} />}
      </Group>
      {state === 'canceled' && (
        <Text size="sm" c="dimmed">
          {t('import.canceledText')}
        </Text>
      )}
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
          {problems > firstProblems.length && (
            <Text size="sm" c="dimmed">
              {t('import.problemsShown', { count: firstProblems.length })}
            </Text>
          )}
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
                      <Text size="sm" c="dimmed" truncate maw={380}>
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
      {state !== 'running' && (
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

/** For whoever picked the wrong file. */
function Cancel({ importId }: { importId: string }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/contacts/imports/{importId}/cancel', { params: { path: { importId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: importOptions(importId).queryKey }),
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} />}
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t('import.cancel')}
      </Button>
      <ProblemAlert error={cancel.error} />
    </>
  )
}
