import { Badge, Button, Group, Paper, Stack, Text, Timeline as Line, Title } from '@mantine/core'
import { IconCheck, IconFileTypePdf, IconJson, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Consent, consentsOptions } from '../../api/consent.ts'
import { useMay } from '../../api/me.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { RecordConsent } from './RecordConsent.tsx'

const colors = { opted_in: 'parley', opted_out: 'red.9', none: 'gray' } as const

/** Where a contact stands and everything that shows it. */
export function ConsentCard({ contactId }: { contactId: string }) {
  const { t } = useTranslation('consent')
  const may = useMay('contacts.manage')
  const { data, error } = useQuery(consentsOptions(contactId))
  const [recording, setRecording] = useState(false)
  const at = `/api/v1/contacts/${contactId}/consents/proof`
  return (
    <Paper component="section" aria-labelledby="consent" withBorder p="md">
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Title order={2} size="md" id="consent">
            {t('title')}
          </Title>
          {data && (
            <Badge
              color={colors[data.standing]}
              variant={data.standing === 'opted_out' ? 'filled' : 'light'}
              c={data.standing === 'opted_out' ? 'white' : 'var(--mantine-color-text)'}
              tt="none"
            >
              {t(`standing.${data.standing}`)}
            </Badge>
          )}
        </Group>
        {may && (
          <Button variant="default" size="xs" onClick={() => setRecording(true)}>
            {t('record.open')}
          </Button>
        )}
      </Group>
      <ProblemAlert error={error} />
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
      {data && data.items.length > 0 && (
        <Stack>
          <Line bulletSize={20} lineWidth={2}>
            {data.items.map((consent) => (
              <Evidence key={consent.id} consent={consent} />
            ))}
          </Line>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {t('proof')}
            </Text>
            <Button
              component="a"
              href={`${at}.pdf`}
              download
              variant="default"
              size="xs"
              leftSection={<IconFileTypePdf size={16} />}
            >
              PDF
            </Button>
            <Button
              component="a"
              href={`${at}.json`}
              download={`consent-${contactId}.json`}
              variant="default"
              size="xs"
              leftSection={<IconJson size={16} />}
            >
              JSON
            </Button>
          </Group>
        </Stack>
      )}
      {recording && <RecordConsent contactId={contactId} close={() => setRecording(false)} />}
    </Paper>
  )
}

function Evidence({ consent }: { consent: Consent }) {
  const { t } = useTranslation('consent')
  const yes = consent.kind === 'opt_in'
  const { name } = consent.recordedBy
  return (
    <Line.Item
      color={yes ? 'parley' : 'red.9'}
      bullet={yes ? <IconCheck size={12} aria-hidden /> : <IconX size={12} aria-hidden />}
      title={
        <Text size="sm" fw={600}>
          {t(`kind.${consent.kind}`, {
            sender: consent.senderAddress?.replace('whatsapp:', '') ?? t('everyNumber'),
          })}
        </Text>
      }
    >
      {consent.wording && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }} lineClamp={6}>
          “{consent.wording}”
        </Text>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t(`source.${consent.source}`)}
        {name && ` · ${name}`}
        {consent.place && ` · ${consent.place}`}
      </Text>
      <Text size="xs" c="dimmed">
        {dateAndTime(consent.at)}
      </Text>
    </Line.Item>
  )
}
