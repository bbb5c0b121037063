import { Badge, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { outboundAgentsOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AgentLine } from './AgentLine.tsx'
import { AgentSection } from './AgentSection.tsx'

/** Those that word what campaigns say. */
export function OutboundAgents() {
  const { t } = useTranslation('outbound')
  const client = useQueryClient()
  const navigate = useNavigate()
  const may = useMay('agents.manage')
  const { data, error } = useQuery(outboundAgentsOptions)
  const create = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/outbound-agents', { body: { name: t('firstName') } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['agents'] })
      await navigate({ to: paths.outboundAgent, params: { outboundAgentId: id } as never })
    },
  })
  return (
    <AgentSection
      title={t('title')}
      text={t('text')}
      action={
        may && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            loading={create.isPending}
            onClick={() => create.mutate()}
          >
            {t('new')}
          </Button>
        )
      }
    >
      <ProblemAlert error={error ?? create.error} />
      {data?.items.map(({ id, name, brief, facts, tones, brain }) => (
        <AgentLine
          key={id}
          to={paths.outboundAgent}
          params={{ outboundAgentId: id }}
          name={name}
          about={brief || t('noBrief')}
        >
          <Badge tt="none" variant="default">
            {t('factCount', { count: facts.length })}
          </Badge>
          {tones.length > 0 && (
            <Badge tt="none" variant="default">
              {tones.map(({ language }) => language).join(' · ')}
            </Badge>
          )}
          <Badge tt="none" variant="default">
            {t(`brain.${brain}.name`)}
          </Badge>
        </AgentLine>
      ))}
    </AgentSection>
  )
}
