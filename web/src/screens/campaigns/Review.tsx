import { Badge, Button, Group, Kbd, Paper, SegmentedControl, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChecks } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Campaign, type Touch, touchesOptions } from '../../api/campaigns.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { TouchCard } from './TouchCard.tsx'

/** The drafts of a campaign, one after the other, made for hundreds: a key for each decision, and the next one is there. */
export function Review({ campaign: { id, progress }, may }: { campaign: Campaign; may: boolean }) {
  const { t } = useTranslation('campaigns')
  const [state, setState] = useState<'review' | 'held'>('review')
  const [editing, setEditing] = useState(false)
  const { data, error } = useQuery(touchesOptions(id, state))
  const decide = useDecide(id, state)
  const [skipped, setSkipped] = useState<readonly string[]>([])
  // Whoever was left for later comes last.
  const items = inOrder(data?.items ?? [], skipped)
  const touch = items[0]
  const act = (verdict: 'approve' | 'reject', change: object = {}) => {
    if (!touch || !may) return
    setEditing(false)
    decide.mutate({ touch, verdict, change })
  }
  const skip = () => touch && setSkipped([...skipped.filter((key) => key !== keyOf(touch)), keyOf(touch)])
  useHotkeys([
    ['a', () => !editing && act('approve')],
    ['x', () => !editing && act('reject')],
    ['e', () => may && setEditing(true)],
    ['s', () => !editing && skip()],
  ])
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('review.which')}
          value={state}
          onChange={setState}
          data={(['review', 'held'] as const).map((value) => ({
            value,
            label: `${t(`review.${value}`)} ${progress[value]}`,
          }))}
        />
        {may && state === 'review' && progress.review > 1 && <ApproveAll id={id} count={progress.review} />}
      </Group>
      <ProblemAlert error={error ?? decide.error} />
      {!data && !error && <Loading label={t('loading')} />}
      {data && !touch && (
        <EmptyState icon={<IconChecks />} title={t(`review.${state}Empty.title`)}>
          {t(`review.${state}Empty.text`)}
        </EmptyState>
      )}
      {touch && (
        <TouchCard
          key={keyOf(touch)}
          touch={touch}
          editing={editing}
          stopEditing={() => setEditing(false)}
          approve={(change) => act('approve', change)}
        />
      )}
      {touch && may && !editing && (
        <Group>
          <Button onClick={() => act('approve')} rightSection={<Kbd size="xs">A</Kbd>}>
            {t('review.approve')}
          </Button>
          <Button variant="default" onClick={() => setEditing(true)} rightSection={<Kbd size="xs">E</Kbd>}>
            {t('review.edit')}
          </Button>
          <Button
            variant="subtle"
            color="red"
            onClick={() => act('reject')}
            rightSection={<Kbd size="xs">X</Kbd>}
          >
            {t('review.reject')}
          </Button>
          <Button variant="subtle" onClick={skip} rightSection={<Kbd size="xs">S</Kbd>}>
            {t('review.skip')}
          </Button>
        </Group>
      )}
      <Waiting touches={items.slice(1, 8)} more={progress[state] - 8} />
    </Stack>
  )
}

const keyOf = ({ contact, step }: Touch) => `${contact.id} ${step}`

const inOrder = (touches: readonly Touch[], skipped: readonly string[]): Touch[] =>
  touches.toSorted((a, b) => skipped.indexOf(keyOf(a)) - skipped.indexOf(keyOf(b)))

interface Decided {
  touch: Touch
  verdict: 'approve' | 'reject'
  change: object
}

function useDecide(campaignId: string, state: 'review' | 'held') {
  const client = useQueryClient()
  const key = touchesOptions(campaignId, state).queryKey
  return useMutation({
    mutationFn: ({ touch: { contact, step }, verdict, change }: Decided) =>
      answer(
        parley.POST('/api/v1/campaigns/{campaignId}/touches/decide', {
          params: { path: { campaignId } },
          body: { contactId: contact.id, step, verdict, ...change },
        }),
      ),
    // The next one is there at once; a refusal brings the list back as it is.
    onMutate: ({ touch }) =>
      client.setQueryData(
        key,
        (list) => list && { ...list, items: list.items.filter((one) => one !== touch) },
      ),
    onError: () => client.invalidateQueries({ queryKey: key }),
  })
}

function ApproveAll({ id, count }: { id: string; count: number }) {
  const { t } = useTranslation('campaigns')
  const client = useQueryClient()
  const approve = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/campaigns/{campaignId}/approve', { params: { path: { campaignId: id } } })),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['touches', id] }),
        client.invalidateQueries({ queryKey: ['campaign', id] }),
      ]),
  })
  return (
    <Button
      variant="light"
      loading={approve.isPending}
      onClick={() =>
        askFirst({
          title: t('review.approveAll', { count }),
          text: t('review.approveAllText'),
          action: () => approve.mutate(),
          harmless: true,
        })
      }
    >
      {t('review.approveAll', { count })}
    </Button>
  )
}

/** Who comes next. */
function Waiting({ touches, more }: { touches: readonly Touch[]; more: number }) {
  const { t } = useTranslation('campaigns')
  if (touches.length === 0) return null
  return (
    <Stack gap={6} component="section" aria-label={t('review.next')}>
      <Text size="sm" c="dimmed">
        {t('review.next')}
      </Text>
      {touches.map(({ contact, step, text, template }) => (
        <Paper key={`${contact.id} ${step}`} withBorder px="sm" py={6}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              {contact.name}
            </Text>
            {template && (
              <Badge variant="default" tt="none" style={{ flexShrink: 0 }}>
                {template.name}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {text || template?.preview.body}
          </Text>
        </Paper>
      ))}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {t('review.more', { count: more })}
        </Text>
      )}
    </Stack>
  )
}
