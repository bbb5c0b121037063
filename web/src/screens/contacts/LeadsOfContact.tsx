import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactLeadsOptions } from '../../api/leads.ts'
import { useMay } from '../../api/me.ts'
import { money } from '../../ui/money.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const colors = { open: 'gray', won: 'parley', lost: 'red' } as const

/** The deals with one contact. */
export function LeadsOfContact({ contactId }: { contactId: string }) {
  const { t } = useTranslation('contacts')
  const may = useMay('leads.manage')
  const { data, error } = useQuery(contactLeadsOptions(contactId))
  return (
    <Paper component="section" aria-labelledby="leads" withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="md" id="leads">
          {t('leads.title')}
        </Title>
        {may && (
          <Button
            component={Link}
            to={paths.leads}
            search={{ contact: contactId } as never}
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
          >
            {t('leads.new')}
          </Button>
        )}
      </Group>
      <ProblemAlert error={error} />
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('leads.empty')}
        </Text>
      )}
      <Stack gap="xs">
        {data?.items.map((lead) => (
          <Group key={lead.id} justify="space-between" wrap="nowrap">
            <Anchor
              component={Link}
              to={paths.leads}
              search={{ pipeline: lead.pipelineId } as never}
              size="sm"
              underline="hover"
            >
              {lead.title}
            </Anchor>
            <Group gap="xs" wrap="nowrap">
              {lead.value !== null && <Text size="sm">{money(lead.value, lead.currency)}</Text>}
              <Badge color={colors[lead.stage.kind]} variant="light" c="var(--mantine-color-text)" tt="none">
                {lead.stage.name}
              </Badge>
            </Group>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}
