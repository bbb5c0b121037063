import { Alert, Button, FileButton, Group, List, Paper, Text } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sendersOptions } from '../../api/consent.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from './Section.tsx'

/** Who must not be written to, number by number: to take along, and to bring along. */
export function SuppressionLists() {
  const { t } = useTranslation('consent')
  const { data, error } = useQuery(sendersOptions)
  return (
    <Section id="suppression-lists" title={t('lists.title')} lead={t('lists.lead')}>
      <ProblemAlert error={error} />
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('lists.empty')}
        </Text>
      )}
      {data?.items.map(({ id, address, displayName }) => (
        <SenderList key={id} senderId={id} name={displayName} number={address.replace('whatsapp:', '')} />
      ))}
    </Section>
  )
}

function SenderList({ senderId, name, number }: { senderId: string; name: string | null; number: string }) {
  const { t } = useTranslation('consent')
  const client = useQueryClient()
  const bring = useMutation({
    mutationFn: (file: File) =>
      answer(
        parley.POST('/api/v1/senders/{senderId}/suppressions', {
          params: { path: { senderId } },
          body: { file: file as never },
          bodySerializer: () => {
            const form = new FormData()
            form.append('file', file)
            return form
          },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  })
  const done = bring.data
  return (
    <Paper withBorder p="md" component="article" aria-label={number}>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{number}</Text>
          {name && (
            <Text size="sm" c="dimmed">
              {name}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <FileButton
            accept="text/csv,text/plain,.csv,.txt"
            onChange={(file) => file && bring.mutate(file)}
            inputProps={{ 'aria-label': t('lists.bringTo', { number }) }}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="xs"
                leftSection={<IconUpload size={16} />}
                loading={bring.isPending}
              >
                {t('lists.bring')}
              </Button>
            )}
          </FileButton>
          <Button
            component="a"
            href={`/api/v1/senders/${senderId}/suppressions.csv`}
            download
            variant="default"
            size="xs"
            leftSection={<IconDownload size={16} />}
          >
            {t('lists.take')}
          </Button>
        </Group>
      </Group>
      <ProblemAlert error={bring.error} />
      {done && (
        <Alert
          color="parley"
          variant="light"
          mt="sm"
          role="status"
          title={t('lists.closed', { count: done.closed })}
        >
          <Text size="sm">
            {t('lists.already', { count: done.already })}{' '}
            {done.unreadableCount > 0 && t('lists.unreadable', { count: done.unreadableCount })}
          </Text>
          {done.unreadable.length > 0 && (
            <List size="sm">
              {done.unreadable.map(({ line, text }) => (
                <List.Item key={line}>{t('lists.line', { line, text })}</List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
    </Paper>
  )
}
