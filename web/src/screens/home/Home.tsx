import { Button, Group, Paper, SimpleGrid, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countsOptions } from '../../api/conversations.ts'
import { meOptions } from '../../api/me.ts'
import { checklistOptions } from '../../api/setup.ts'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'

/** What is set up and what is next; once all is done, what waits. */
export function Screen() {
  const { t } = useTranslation('home')
  const { data: me } = useQuery(meOptions)
  const { data: checklist } = useQuery(checklistOptions)
  if (!checklist) return <Loading label={t('loading')} />
  return (
    <Page title={t('hello', { name: me?.user.name.split(' ')[0] ?? '' })} width={760}>
      {checklist.done ? <Today /> : <Steps steps={checklist.steps} />}
    </Page>
  )
}

type Step = { step: string; done: boolean; connectorId: string | null; agentId: string | null }

function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('home')
  const next = steps.find((one) => !one.done)
  return (
    <Stack gap="sm">
      <Text c="dimmed">{t('lead')}</Text>
      <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {steps.map((one) => (
          <Paper
            component="li"
            key={one.step}
            withBorder
            p="md"
            style={one === next ? { borderColor: 'var(--mantine-primary-color-filled)' } : undefined}
          >
            <Group wrap="nowrap" align="flex-start">
              <ThemeIcon
                radius="xl"
                variant={one.done ? 'filled' : 'default'}
                aria-label={t(one.done ? 'done' : 'open')}
                role="img"
              >
                {one.done ? <IconCheck size={18} /> : <IconCircle size={18} />}
              </ThemeIcon>
              <Stack gap={2} flex={1}>
                <Text fw={600}>{t(`steps.${one.step}.title`)}</Text>
                <Text size="sm" c="dimmed">
                  {t(`steps.${one.step}.text`)}
                </Text>
              </Stack>
              {one === next && <Go step={one} />}
            </Group>
          </Paper>
        ))}
      </Stack>
    </Stack>
  )
}

function Go({ step: { step, connectorId, agentId } }: { step: Step }) {
  const { t } = useTranslation('home')
  const to =
    step === 'connector'
      ? paths.newConnector
      : step === 'first_message'
        ? paths.inbox
        : agentId
          ? paths.agent
          : connectorId
            ? paths.connector
            : step === 'agent' || step === 'channel'
              ? paths.agents
              : paths.connectors
  return (
    <Button
      component={Link}
      to={to}
      params={{ connectorId: connectorId ?? '', agentId: agentId ?? '' } as never}
    >
      {t('go')}
    </Button>
  )
}

function Today() {
  const { t } = useTranslation('home')
  const { data: counts } = useQuery(countsOptions)
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {(['waiting', 'unread', 'attention'] as const).map((one) => (
        <Paper
          key={one}
          withBorder
          p="lg"
          component={Link}
          to={paths.inbox}
          style={{ textDecoration: 'none', color: 'inherit' }}
        >
          <Text fz={34} fw={700}>
            {counts?.[one] ?? '–'}
          </Text>
          <Text c="dimmed">{t(`today.${one}`)}</Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}
