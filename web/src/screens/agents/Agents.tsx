import { Badge, Button, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconRobot } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { agentsOptions } from '../../api/setup.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AgentLine } from './AgentLine.tsx'
import { NewAgent } from './NewAgent.tsx'
import { OutboundAgents } from './OutboundAgents.tsx'
import { Twins } from './Twins.tsx'

export function Screen() {
  const { t } = useTranslation('agents')
  const may = useMay('agents.manage')
  const { data, error } = useQuery(agentsOptions)
  // A link from elsewhere may lead straight to the form.
  const { create: wanted } = useSearch({ strict: false }) as { create?: boolean }
  const [creating, { open, close }] = useDisclosure(wanted === true)
  useEffect(() => {
    if (wanted) open()
  }, [wanted, open])
  const create = may && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.items.length > 0 ? create : null}>
      <ProblemAlert error={error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconRobot />} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </EmptyState>
      )}
      <Stack>
        {data?.items.map((agent) => (
          <AgentLine
            key={agent.id}
            to={paths.agent}
            params={{ agentId: agent.id }}
            name={agent.name}
            about={`${t('counts.articles', { count: agent.articleCount })} · ${t('counts.channels', { count: agent.channelCount })}`}
          >
            <Badge tt="none" color={agent.mode === 'auto' ? 'parley' : 'gray.8'}>
              {t(`mode.${agent.mode}.name`)}
            </Badge>
            <Badge tt="none" variant="default">
              {t(`brain.${agent.brain}.name`)}
            </Badge>
          </AgentLine>
        ))}
      </Stack>
      <OutboundAgents />
      <Twins />
      <NewAgent opened={creating} close={close} />
    </Page>
  )
}
