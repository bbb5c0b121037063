import { Anchor, Button, Checkbox, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Touch } from '../../api/campaigns.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { keyOf, type Queue, useDecideMany, type Verdict } from './use-decisions.ts'
import type { Selection } from './use-selection.ts'

interface Props {
  queue: Queue
  touches: readonly Touch[]
  /** How many match in all. */
  matching: number
  selection: Selection
}

/** What can be done with many drafts at once. Rejecting asks once; so does approving what is not in sight. */
export function Many({ queue, touches, matching, selection }: Props) {
  const { t } = useTranslation('campaigns')
  const decide = useDecideMany(queue, selection.clear)
  const { chosen, everything } = selection
  const count = everything ? matching : chosen.length
  const act = (verdict: Verdict) =>
    decide.mutate({
      verdict,
      touches: everything ? null : touches.filter((touch) => selection.isChosen(keyOf(touch))),
    })
  const ask = (verdict: Verdict) =>
    askFirst({
      title: t(`many.${verdict}`, { count }),
      text: t(`many.${verdict}Text`),
      action: () => act(verdict),
      harmless: verdict === 'approve',
    })
  return (
    <>
      <ProblemAlert error={decide.error} />
      <Group gap="sm" mih={36}>
        <Checkbox
          label={count > 0 ? t('many.chosen', { count }) : t('many.chooseShown')}
          checked={everything || (touches.length > 0 && chosen.length === touches.length)}
          indeterminate={!everything && chosen.length > 0 && chosen.length < touches.length}
          onChange={selection.toggleShown}
        />
        {!everything && chosen.length === touches.length && matching > touches.length && (
          <Anchor component="button" type="button" size="sm" onClick={selection.chooseEverything}>
            {t('many.chooseAll', { count: matching })}
          </Anchor>
        )}
        {count > 0 && (
          <>
            {queue.state === 'review' && (
              <Button
                size="compact-sm"
                loading={decide.isPending && decide.variables.verdict === 'approve'}
                onClick={() => (everything ? ask('approve') : act('approve'))}
              >
                {t('many.approve', { count })}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              loading={decide.isPending && decide.variables.verdict === 'reject'}
              onClick={() => ask('reject')}
            >
              {t('many.reject', { count })}
            </Button>
          </>
        )}
        {count === 0 && (
          <Text size="sm" c="dimmed" visibleFrom="sm">
            {t('many.hint')}
          </Text>
        )}
      </Group>
    </>
  )
}
