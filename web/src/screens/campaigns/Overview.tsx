import { Box, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Campaign, CampaignStep } from '../../api/campaigns.ts'
import { connectorOptions } from '../../api/setup.ts'
import { templatesOptions } from '../../api/templates.ts'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { Charts } from './Charts.tsx'
import { isWorded } from './plan.ts'
import { Progress } from './Progress.tsx'
import { shares } from './shares.ts'
import { inWords } from './wait.ts'

/** Shares that are told also when they are nought. */
const always = ['read', 'delivered', 'toCome']

/** Where the campaign stands, and what it says. */
export function Overview({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const { progress, steps, state, launchedAt, finishedAt } = campaign
  return (
    <Stack gap="xl">
      {state !== 'draft' && (
        <Stack gap="sm">
          <Progress campaign={campaign} size={18} />
          <Group component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
            <Share label={t('share.recipients')} count={progress.recipients} />
            {shares
              .filter(({ key, of }) => always.includes(key) || of(progress) > 0)
              .map(({ key, of, color }) => (
                <Share
                  key={key}
                  label={t(`share.${key}`, { context: state })}
                  count={of(progress)}
                  color={color}
                />
              ))}
            {progress.optedOut > 0 && <Share label={t('share.optedOut')} count={progress.optedOut} />}
          </Group>
          <Text size="sm" c="dimmed">
            {launchedAt && t('launched', { at: dateAndTime(launchedAt) })}
            {!finishedAt &&
              campaign.endsAfterDays &&
              ` · ${t('endsAfter', { count: campaign.endsAfterDays })}`}
            {finishedAt && ` · ${t('finished', { at: dateAndTime(finishedAt) })}`}
          </Text>
          {launchedAt && <Charts campaignId={campaign.id} />}
        </Stack>
      )}
      {state === 'draft' && <Text c="dimmed">{t('draftText')}</Text>}
      {campaign.throughService && <ThroughService connectorId={campaign.connectorId} />}
      <Stack gap="md">
        {steps.map((step, at) => (
          <Step key={at} step={step} at={at} worded={isWorded(campaign)} />
        ))}
      </Stack>
    </Stack>
  )
}

function ThroughService({ connectorId }: { connectorId: string }) {
  const { t } = useTranslation('campaigns')
  const { data } = useQuery(connectorOptions(connectorId))
  if (!data) return null
  return (
    <Text size="sm" c="dimmed">
      {t('throughService', { name: data.service?.name ?? '' })}
    </Text>
  )
}

/** Where messages stand now: each is counted once. */
function Share({ label, count, color }: { label: string; count: number; color?: string | null }) {
  return (
    <Group component="li" gap={6} wrap="nowrap">
      {color && <Box w={10} h={10} bg={color} style={{ borderRadius: 3, flexShrink: 0 }} aria-hidden />}
      <Text size="sm">
        {label}{' '}
        <Text span fw={600}>
          {count.toLocaleString()}
        </Text>
      </Text>
    </Group>
  )
}

/** One step as it will be said. */
function Step({ step, at, worded }: { step: CampaignStep; at: number; worded: boolean }) {
  const { t } = useTranslation('campaigns')
  const { data } = useQuery(templatesOptions)
  const template = data?.items.find(({ id }) => id === step.templateId)
  return (
    <Box>
      <Text fw={600} mb="xs">
        {t('step', { number: at + 1 })}
        {at > 0 && (
          <Text span c="dimmed" fw={400}>
            {' '}
            · {t('after', { time: inWords(step.waitSeconds, t) })}
          </Text>
        )}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {(step.text || worded) && (
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              {t('insideWindow')}
            </Text>
            <Paper withBorder p="sm">
              <Text
                size="sm"
                style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
                {...(step.text ? {} : { c: 'dimmed', fs: 'italic' })}
              >
                {step.text || t('wordedByAgent')}
              </Text>
            </Paper>
          </div>
        )}
        {template ? (
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              {t(step.text || worded ? 'outsideWindow' : 'always', { name: template.name })}
            </Text>
            <TemplatePreview preview={template.preview} />
          </div>
        ) : (
          step.templateId === null && (
            <Text size="sm" c="dimmed">
              {t('bestSuited')}
            </Text>
          )
        )}
      </SimpleGrid>
    </Box>
  )
}
