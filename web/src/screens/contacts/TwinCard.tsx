import { Anchor, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions, useMay } from '../../api/me.ts'
import { contactTwinOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const modes = ['default', 'off', 'draft', 'auto'] as const

/** Whether the owner's digital twin answers this contact. The owner says; an admin may switch it off. */
export function TwinCard({ contactId, ownerId }: { contactId: string; ownerId: string | null }) {
  const { t } = useTranslation('twins')
  const client = useQueryClient()
  const { data: me } = useQuery(meOptions)
  const mayStop = useMay('agents.manage')
  const { data, error } = useQuery(contactTwinOptions(contactId))
  const set = useMutation({
    mutationFn: (mode: (typeof modes)[number]) =>
      answer(
        parley.PUT('/api/v1/contacts/{contactId}/twin', {
          params: { path: { contactId } },
          body: { mode: mode === 'default' ? null : mode },
        }),
      ),
    onSuccess: async (now) => {
      await putAnswer(client, contactTwinOptions(contactId), now)
      await client.invalidateQueries({ queryKey: ['conversation'] })
    },
  })
  if (!data) return error ? <ProblemAlert error={error} /> : null
  const { twin, mode, effective } = data
  const isMine = ownerId !== null && ownerId === me?.memberId
  return (
    <Paper component="section" aria-labelledby="twin" withBorder p="md">
      <Stack gap="xs">
        <Title order={2} size="md" id="twin">
          {t('contact.title')}
        </Title>
        {!twin && (
          <Text size="sm" c="dimmed">
            {t(ownerId === null ? 'contact.noOwner' : isMine ? 'contact.noneOfMine' : 'contact.none')}{' '}
            {isMine && (
              <Anchor component={Link} to={paths.twin} size="sm" underline="always">
                {t('setUp')}
              </Anchor>
            )}
          </Text>
        )}
        {twin && (
          <>
            <Text size="sm">{t(`contact.${effective}`, { name: twin.member.name })}</Text>
            {!isMine && mayStop && (
              <Text size="xs" c="dimmed">
                {t('contact.onlyOwner', { name: twin.member.name })}
              </Text>
            )}
            {(isMine || mayStop) && (
              <Group>
                <SegmentedControl
                  size="xs"
                  aria-label={t('contact.title')}
                  value={mode ?? 'default'}
                  onChange={(value) => set.mutate(value as (typeof modes)[number])}
                  data={modes.map((value) => ({
                    value,
                    label: t(`contact.choice.${value}`),
                    // Somebody else's twin can only be stopped.
                    disabled: !isMine && value !== 'off',
                  }))}
                />
              </Group>
            )}
          </>
        )}
        <ProblemAlert error={set.error} />
      </Stack>
    </Paper>
  )
}
