import { Button, Group, Stack, Tabs } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { type OutboundAgent, outboundAgentOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { useTab } from '../../ui/use-tab.ts'
import { type OutboundForm, useOutboundForm } from './outbound-form.ts'
import { OutboundFacts } from './OutboundFacts.tsx'
import { OutboundTones } from './OutboundTones.tsx'
import { OutboundTry } from './OutboundTry.tsx'
import { OutboundVoice } from './OutboundVoice.tsx'

export function Screen() {
  const { t } = useTranslation('outbound')
  const { outboundAgentId = '' } = useParams({ strict: false }) as { outboundAgentId?: string }
  const { data, error } = useQuery(outboundAgentOptions(outboundAgentId))
  if (!data) return <PagePending title={t('title')} label={t('loading')} error={error} />
  return <Editing key={data.id} agent={data} />
}

/** How an outbound agent speaks and what it may say, with a preview against any contact. */
function Editing({ agent }: { agent: OutboundAgent }) {
  const { t } = useTranslation('outbound')
  const may = useMay('agents.manage')
  const [tab, open] = useTab(['voice', 'facts', 'tones', 'try'])
  const form = useOutboundForm(agent)
  const { save, remove } = useChanges(agent, form)
  const ask = () =>
    askFirst({
      title: t('remove'),
      text: t('removeHelp', { name: agent.name }),
      action: () => remove.mutate(),
    })
  return (
    <Page title={agent.name} back={{ to: paths.agents, label: t('agents') }}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {(['voice', 'facts', 'tones', 'try'] as const).map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
          <Tabs.Panel value="voice">
            <OutboundVoice form={form} readOnly={!may} />
          </Tabs.Panel>
          <Tabs.Panel value="facts">
            <OutboundFacts form={form} readOnly={!may} />
          </Tabs.Panel>
          <Tabs.Panel value="tones">
            <OutboundTones form={form} readOnly={!may} />
          </Tabs.Panel>
          {tab !== 'try' && (
            <Stack mt="lg" maw={720}>
              <ProblemAlert error={save.error ?? remove.error} />
              {may && (
                <Group justify="space-between">
                  <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                    {t('save')}
                  </Button>
                  <Button variant="subtle" color="red" onClick={ask}>
                    {t('remove')}
                  </Button>
                </Group>
              )}
            </Stack>
          )}
        </form>
        <Tabs.Panel value="try">
          <OutboundTry agent={agent} unsaved={form.isDirty()} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function useChanges({ id }: OutboundAgent, form: OutboundForm) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const params = { path: { outboundAgentId: id } }
  const save = useMutation({
    mutationFn: (body: OutboundForm['values']) =>
      answer(parley.PATCH('/api/v1/outbound-agents/{outboundAgentId}', { params, body })),
    onSuccess: async (now) => {
      client.setQueryData(outboundAgentOptions(id).queryKey, now)
      form.resetDirty()
      await client.invalidateQueries({ queryKey: ['agents'] })
      tellSaved()
    },
  })
  const remove = useMutation({
    mutationFn: () => answer(parley.DELETE('/api/v1/outbound-agents/{outboundAgentId}', { params })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agents'] })
      await navigate({ to: paths.agents })
    },
  })
  return { save, remove }
}
