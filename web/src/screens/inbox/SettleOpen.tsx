import { Alert, Button, Group, Text } from '@mantine/core'
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

type Action = 'resend' | 'drop'
interface Settled {
  action: Action
  done: number
  refused: readonly string[]
}
type Settling = UseMutationResult<Settled, Error, { action: Action; ids: string[] }>

/** A disturbance at Twilio leaves many messages open at once; nobody should close them one by one. */
export function SettleOpen() {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const { data, error } = useQuery({
    queryKey: ['open-messages'],
    queryFn: () => answer(parley.GET('/api/v1/messages/open')),
  })
  const settle: Settling = useMutation({
    mutationFn: async ({ action, ids }) => {
      const { items } = await answer(parley.POST('/api/v1/messages/settle', { body: { ids, action } }))
      const refused = items.flatMap((one) => (one.refused ? [one.refused] : []))
      return { action, done: items.filter(({ ok }) => ok).length, refused: [...new Set(refused)] }
    },
    onSettled: () =>
      Promise.all(
        ['open-messages', 'conversations', 'inbox-counts', 'messages'].map((noun) =>
          client.invalidateQueries({ queryKey: [noun] }),
        ),
      ),
  })
  const open = data?.items ?? []
  // What may have arrived is asked about apart: sent again, it may arrive twice.
  const unknown = open.filter(({ status }) => status === 'unknown').map(({ id }) => id)
  const stuck = open.filter(({ status }) => !['unknown', 'draft'].includes(status)).map(({ id }) => id)
  return (
    <>
      <ProblemAlert error={error ?? settle.error} />
      {may && stuck.length > 1 && <Many ids={stuck} what="stuck" settle={settle} />}
      {may && unknown.length > 1 && <Many ids={unknown} what="unknown" settle={settle} />}
      {settle.data && <Result settled={settle.data} />}
      {open.length === 0 || stuck.length + unknown.length > 1 ? null : (
        <Text size="xs" c="dimmed" px="sm" pb="xs">
          {t('settle.oneByOne')}
        </Text>
      )}
    </>
  )
}

function Many({ ids, what, settle }: { ids: string[]; what: 'stuck' | 'unknown'; settle: Settling }) {
  const { t } = useTranslation('inbox')
  const [asked, ask] = useState(false)
  const going = settle.isPending ? settle.variables.action : null
  const act = (action: Action) => {
    ask(false)
    settle.mutate({ action, ids })
  }
  return (
    <Alert mx="sm" mb="xs" variant="light" color="orange">
      <Text size="sm" c="var(--mantine-color-text)">
        {t(asked ? 'settle.twice' : `settle.${what}`, { count: ids.length })}
      </Text>
      <Group gap="xs" mt={6}>
        <Button
          size="compact-xs"
          onClick={() => (what === 'unknown' && !asked ? ask(true) : act('resend'))}
          loading={going === 'resend'}
        >
          {t(asked ? 'settle.really' : 'settle.resend')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => (asked ? ask(false) : act('drop'))}
          loading={going === 'drop'}
        >
          {t(asked ? 'settle.no' : 'settle.drop')}
        </Button>
      </Group>
    </Alert>
  )
}

/** How many could be settled, and why the others could not. */
function Result({ settled: { action, done, refused } }: { settled: Settled }) {
  const { t } = useTranslation('inbox')
  return (
    <Text size="sm" px="sm" pb="xs" role="status">
      {t(`settle.done.${action}`, { count: done })}
      {refused.map(
        (code) => ` ${t('settle.refused', { reason: t(`refusals:${code}.title`, { defaultValue: code }) })}`,
      )}
    </Text>
  )
}
