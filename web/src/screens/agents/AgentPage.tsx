import { Badge, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { agentOptions } from '../../api/setup.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { useTab } from '../../ui/use-tab.ts'
import { AgentSettings } from './AgentSettings.tsx'
import { Channels } from './Channels.tsx'
import { Knowledge } from './Knowledge.tsx'
import { TryIt } from './TryIt.tsx'

export function Screen() {
  const { t } = useTranslation('agents')
  const { agentId = '' } = useParams({ strict: false })
  const may = useMay('agents.manage')
  const [tab, open] = useTab(['knowledge', 'try', 'channels', ...(may ? ['settings'] : [])])
  const { data: agent, error } = useQuery(agentOptions(agentId))
  if (!agent) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return (
    <Page
      title={agent.name}
      back={{ to: paths.agents, label: t('title') }}
      actions={
        <Badge tt="none" color={agent.mode === 'auto' ? 'parley' : 'gray.8'}>
          {t(`mode.${agent.mode}.name`)}
        </Badge>
      }
    >
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="knowledge">{t('tabs.knowledge')}</Tabs.Tab>
          <Tabs.Tab value="try">{t('tabs.try')}</Tabs.Tab>
          <Tabs.Tab value="channels">{t('tabs.channels')}</Tabs.Tab>
          {may && <Tabs.Tab value="settings">{t('tabs.settings')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="knowledge">
          <Knowledge agentId={agentId} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TryIt
            ask={(question) =>
              answer(
                parley.POST('/api/v1/agents/{agentId}/try', {
                  params: { path: { agentId } },
                  body: { question },
                }),
              )
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="channels">
          <Channels agentId={agentId} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <AgentSettings agent={agent} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
