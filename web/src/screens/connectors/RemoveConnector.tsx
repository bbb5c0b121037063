import { Button, Divider, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import type { Connector } from '../../api/setup.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** The way to be rid of a connector nobody wrote to; the server keeps one that has threads, and says so. */
export function RemoveConnector({ connector }: { connector: Connector }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () =>
      answer(
        parley.DELETE('/api/v1/connectors/{connectorId}', {
          params: { path: { connectorId: connector.id } },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: paths.connectors })
      for (const noun of ['connectors', 'senders', 'checklist'])
        void client.invalidateQueries({ queryKey: [noun] })
    },
  })
  const ask = () =>
    askFirst({
      title: t('remove.title', { name: connector.name }),
      text: t('remove.text'),
      action: () => remove.mutate(),
    })
  return (
    <Stack mt="xl">
      <Divider />
      <ProblemAlert error={remove.error} />
      <Button
        variant="subtle"
        color="red"
        style={{ alignSelf: 'start' }}
        onClick={ask}
        loading={remove.isPending}
      >
        {t('remove.action')}
      </Button>
    </Stack>
  )
}
