import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { connectorSendersOptions, type Sender } from '../../api/setup.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { dateAndTime } from '../../ui/time.ts'

/** How fast a number sends, since when it is slower than it may be, and why. */
export function SenderPace({ sender, mayChange }: { sender: Sender; mayChange: boolean }) {
  const { t } = useTranslation('connectors')
  const [editing, setEditing] = useState(false)
  const { perSecond, own, learned } = sender.pace
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('pace.now', { count: perSecond })}</Text>
        {mayChange && !editing && (
          <Button size="xs" variant="subtle" style={{ flexShrink: 0 }} onClick={() => setEditing(true)}>
            {t('pace.change')}
          </Button>
        )}
      </Group>
      {learned && (
        <Text size="sm" c="dimmed">
          {t(learned.code === 20429 ? 'pace.slowedByTwilio' : 'pace.slowed', {
            at: dateAndTime(learned.at),
            whole: own ?? 80,
          })}
        </Text>
      )}
      {editing && <PaceForm sender={sender} close={() => setEditing(false)} />}
    </Stack>
  )
}

function PaceForm({ sender, close }: { sender: Sender; close: () => void }) {
  const { t } = useTranslation('connectors')
  const client = useQueryClient()
  const [pace, setPace] = useState<number | string>(sender.pace.own ?? '')
  const save = useMutation({
    mutationFn: () =>
      answer(
        parley.PATCH('/api/v1/senders/{senderId}', {
          params: { path: { senderId: sender.id } },
          body: { pace: pace === '' ? null : Number(pace) },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: connectorSendersOptions(sender.connectorId).queryKey })
      tellSaved()
      close()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="xs">
        <NumberInput
          label={t('pace.label')}
          description={t('pace.help')}
          placeholder="80"
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="strict"
          value={pace}
          onChange={setPace}
          data-autofocus
        />
        <ProblemAlert error={save.error} />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
