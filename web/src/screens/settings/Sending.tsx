import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { campaignSettingsOptions } from '../../api/campaigns.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { connectorSendersOptions, connectorsOptions } from '../../api/setup.ts'
import { Loading } from '../../ui/Loading.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { type QuietHours, QuietHoursField } from '../../ui/QuietHoursField.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { Section } from './Section.tsx'

/** When campaigns are silent, and how fast each number sends. */
export function Sending() {
  const { t } = useTranslation('settings')
  const { data, error } = useQuery(campaignSettingsOptions)
  return (
    <Stack gap="xl">
      <Section id="quiet-campaigns" title={t('sending.quiet')} lead={t('sending.quietLead')}>
        <ProblemAlert error={error} />
        {!data && !error && <Loading label={t('sending.quiet')} />}
        {data && <Quiet key={JSON.stringify(data.quiet)} saved={data.quiet} />}
      </Section>
      <Section id="paces" title={t('sending.pace')} lead={t('sending.paceLead')}>
        <Paces />
      </Section>
    </Stack>
  )
}

function Quiet({ saved }: { saved: QuietHours | null }) {
  const { t } = useTranslation(['settings', 'app'])
  const may = useMay('organization.manage')
  const client = useQueryClient()
  const [quiet, setQuiet] = useState(saved)
  const save = useMutation({
    mutationFn: () => answer(parley.PUT('/api/v1/campaign-settings', { body: { quiet } })),
    onSuccess: (settings) => {
      client.setQueryData(campaignSettingsOptions.queryKey, settings)
      tellSaved()
    },
  })
  const isChanged = JSON.stringify(quiet) !== JSON.stringify(saved)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="sm" align="flex-start">
        <QuietHoursField quiet={quiet} change={setQuiet} disabled={!may} />
        <ProblemAlert error={save.error} />
        {isChanged && (
          <Button type="submit" loading={save.isPending}>
            {t('sending.save')}
          </Button>
        )}
      </Stack>
    </form>
  )
}

/** Each number with its pace; it is changed where the number is. */
function Paces() {
  const { t } = useTranslation('settings')
  const { data: connectors, error } = useQuery(connectorsOptions)
  const lists = useQueries({
    queries: (connectors?.items ?? []).map(({ id }) => connectorSendersOptions(id)),
  })
  const senders = lists.flatMap(({ data }) => data?.items ?? []).filter(({ active }) => active)
  if (error) return <ProblemAlert error={error} />
  if (!connectors || lists.some(({ isPending }) => isPending)) return <Loading label={t('sending.pace')} />
  if (senders.length === 0)
    return (
      <Text c="dimmed" size="sm">
        {t('sending.noNumbers')}
      </Text>
    )
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table verticalSpacing="xs" maw={620}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('sending.number')}</Table.Th>
            <Table.Th>{t('sending.perSecond')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {senders.map(({ id, address, displayName, connectorId, pace }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Anchor component={Link} to={paths.connector} params={{ connectorId } as never}>
                  {address.replace('whatsapp:', '')}
                </Anchor>
                {displayName && (
                  <Text size="sm" c="dimmed">
                    {displayName}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap="xs">
                  {pace.perSecond}
                  {pace.learned && (
                    <Badge tt="none" color="orange.9">
                      {t('sending.slowed')}
                    </Badge>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
