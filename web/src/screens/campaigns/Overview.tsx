import { Box, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Campaign, CampaignStep } from '../../api/campaigns.ts'
import { campaignCostOptions } from '../../api/costs.ts'
import { templatesOptions } from '../../api/templates.ts'
import { CostLine } from '../../ui/CostLine.tsx'
import { Figure } from '../../ui/Figure.tsx'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { Progress } from './Progress.tsx'
import { shares } from './shares.ts'
import { inWords } from './wait.ts'

/** Shares that are told also when they are nought. */
const always = ['read', 'delivered', 'toCome']

/** Where the campaign stands, and what it says. */
export function Overview({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const { progress, steps, state, launchedAt, finishedAt } = campaign
  const { data: cost } = useQuery({ ...campaignCostOptions(campaign.id), enabled: state !== 'draft' })
  return (
    <Stack gap="xl">
      {state !== 'draft' && (
        <Stack gap="sm">
          <Progress progress={progress} size={18} />
          <SimpleGrid cols={{ base: 2, xs: 3, sm: 5 }} spacing="sm">
            <Figure label={t('share.recipients')} count={progress.recipients} />
            <Figure label={t('share.replied')} count={progress.replied} />
            {progress.optedOut > 0 && <Figure label={t('share.optedOut')} count={progress.optedOut} />}
            {shares
              .filter(({ key, of }) => always.includes(key) || of(progress) > 0)
              .map(({ key, of, color }) => (
                <Figure key={key} label={t(`share.${key}`)} count={of(progress)} color={color} />
              ))}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {launchedAt && t('launched', { at: dateAndTime(launchedAt) })}
            {finishedAt && ` · ${t('finished', { at: dateAndTime(finishedAt) })}`}
          </Text>
          <CostLine cost={cost} />
        </Stack>
      )}
      {state === 'draft' && <Text c="dimmed">{t('draftText')}</Text>}
      <Stack gap="md">
        {steps.map((step, at) => (
          <Step key={at} step={step} at={at} />
        ))}
      </Stack>
    </Stack>
  )
}

/** One step as it will be said. */
function Step({ step, at }: { step: CampaignStep; at: number }) {
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
        {step.text && (
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              {t('insideWindow')}
            </Text>
            <Paper withBorder p="sm">
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {step.text}
              </Text>
            </Paper>
          </div>
        )}
        {template && (
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              {t(step.text ? 'outsideWindow' : 'always', { name: template.name })}
            </Text>
            <TemplatePreview preview={template.preview} />
          </div>
        )}
      </SimpleGrid>
    </Box>
  )
}
