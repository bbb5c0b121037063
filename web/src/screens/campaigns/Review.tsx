import { Button, Group, Kbd, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconChecks, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Campaign, type Touch, touchesOptions } from '../../api/campaigns.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { InReach } from '../../ui/InReach.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Many } from './Many.tsx'
import { TouchCard } from './TouchCard.tsx'
import { keyOf, type Queue, useDecide, type Verdict } from './use-decisions.ts'
import { useSelection } from './use-selection.ts'
import { Waiting } from './Waiting.tsx'

interface Props {
  campaign: Campaign
  may: boolean
}

/** The drafts of a campaign, made for hundreds: a key for each decision and the next one is there, or many at once. */
export function Review({ campaign: { id, progress }, may }: Props) {
  const { t } = useTranslation('campaigns')
  const [state, setState] = useState<'review' | 'held'>('review')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 300)
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('review.which')}
          value={state}
          onChange={setState}
          data={(['review', 'held'] as const).map((value) => ({
            value,
            label: `${t(`review.${value}`)} ${progress[value].toLocaleString()}`,
          }))}
        />
        <TextInput
          type="search"
          aria-label={t('review.search')}
          placeholder={t('review.search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Group>
      <QueueOf key={`${state} ${search}`} queue={{ campaignId: id, state, search }} may={may} />
    </Stack>
  )
}

function QueueOf({ queue, may }: { queue: Queue; may: boolean }) {
  const { t } = useTranslation('campaigns')
  const { state, search } = queue
  const query = useInfiniteQuery(touchesOptions(queue.campaignId, state, search))
  const [skipped, setSkipped] = useState<readonly string[]>([])
  const [looked, setLooked] = useState<string | null>(null)
  const { decide, error, isDecided } = useDecide(queue)
  const waiting = query.data?.pages.flatMap(({ items }) => items).filter((one) => !isDecided(one))
  // Whoever was left for later comes last.
  const touches = inOrder(waiting ?? [], skipped)
  const touch = touches.find((one) => keyOf(one) === looked) ?? touches[0]
  const selection = useSelection(touches.map(keyOf))
  /** The one below the one that is looked at. */
  const goOn = () => {
    const next = touches[touches.indexOf(touch!) + 1]
    setLooked(next ? keyOf(next) : null)
  }
  const act: Act = (verdict, change = {}) => {
    if (!touch || !may) return
    goOn()
    decide({ touch, verdict, change })
  }
  const skip = () => {
    setSkipped([...skipped.filter((key) => key !== keyOf(touch!)), keyOf(touch!)])
    goOn()
  }
  const matching = query.data?.pages[0]?.matching ?? 0
  return (
    <>
      <ProblemAlert error={query.error} />
      {query.isPending && <Loading label={t('loading')} />}
      {query.data && !touch && (
        <EmptyState
          icon={<IconChecks />}
          title={t(search ? 'review.noneFound' : `review.${state}Empty.title`)}
        >
          {search ? null : t(`review.${state}Empty.text`)}
        </EmptyState>
      )}
      <ProblemAlert error={error} />
      {touch && <Current key={keyOf(touch)} touch={touch} may={may} act={act} skip={skip} />}
      {touch && may && <Many queue={queue} touches={touches} matching={matching} selection={selection} />}
      {touch && (
        <Waiting
          touches={touches}
          current={keyOf(touch)}
          look={setLooked}
          selection={may ? selection : null}
          more={query.hasNextPage ? () => void query.fetchNextPage() : null}
          isLoading={query.isFetchingNextPage}
        />
      )}
    </>
  )
}

type Act = (verdict: Verdict, change?: { text?: string; variables?: Record<string, string> }) => void

/** The boxes of the list take the focus, and no letters. */
const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox')

interface CurrentProps {
  touch: Touch
  may: boolean
  act: Act
  skip: () => void
}

/** The draft that is looked at, with a key for each decision. */
function Current({ touch, may, act, skip }: CurrentProps) {
  const { t } = useTranslation('campaigns')
  const [editing, setEditing] = useState(false)
  const keys = [
    { key: 'a', name: 'approve', act: () => act('approve'), look: {} },
    { key: 'e', name: 'edit', act: () => setEditing(true), look: { variant: 'default' } },
    { key: 'x', name: 'reject', act: () => act('reject'), look: { variant: 'subtle', color: 'red' } },
    { key: 's', name: 'skip', act: skip, look: { variant: 'subtle' } },
  ] as const
  useHotkeys(
    keys.map(({ key, act: press }) => [
      key,
      ({ target }) => may && !editing && !isTypedInto(target) && press(),
    ]),
    [],
  )
  return (
    <>
      <TouchCard
        touch={touch}
        editing={editing}
        stopEditing={() => setEditing(false)}
        approve={(change) => act('approve', change)}
      />
      {may && !editing && (
        <InReach>
          {keys.map(({ key, name, act: press, look }) => (
            <Button
              key={key}
              {...look}
              onClick={press}
              rightSection={<Kbd size="xs">{key.toUpperCase()}</Kbd>}
            >
              {t(`review.${name}`)}
            </Button>
          ))}
        </InReach>
      )}
    </>
  )
}

const inOrder = (touches: readonly Touch[], skipped: readonly string[]): Touch[] =>
  touches.toSorted((a, b) => skipped.indexOf(keyOf(a)) - skipped.indexOf(keyOf(b)))
