import { ActionIcon, Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconBellRinging, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../../api/me.ts'
import { type NotificationPreferences, preferencesOptions } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { forgetThisDevice, pushPermission, switchPushOn, thisDevice } from '../../api/push.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { dateAndTime } from '../../ui/time.ts'
import { SendTest } from './NotificationKinds.tsx'
import { Section } from './Section.tsx'

/** The browsers in which I am told though Parley is closed. */
export function PushDevices({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('notifications')
  const client = useQueryClient()
  const { data: me } = useQuery(meOptions)
  const [permission, setPermission] = useState(pushPermission)
  const organizationId = me?.organization?.id ?? ''
  const { devices, pushKey } = preferences
  const here = devices.find(({ id }) => id === thisDevice(organizationId))
  const settled = () => client.invalidateQueries({ queryKey: preferencesOptions.queryKey })
  const on = useMutation({
    mutationFn: () => switchPushOn(organizationId, pushKey),
    onSettled: async () => {
      setPermission(pushPermission())
      await settled()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) =>
      id === here?.id
        ? forgetThisDevice(organizationId)
        : answer(
            parley.DELETE('/api/v1/push-subscriptions/{pushSubscriptionId}', {
              params: { path: { pushSubscriptionId: id } },
            }),
          ),
    onSettled: settled,
  })
  const lost = on.error && !('problem' in on.error)
  return (
    <Section id="push-devices" title={t('push.title')} lead={t('push.lead')}>
      <Stack gap="xs" maw={620}>
        {devices.map((device) => (
          <Paper key={device.id} withBorder px="md" py="xs" component="article" aria-label={device.name}>
            <Group justify="space-between" wrap="nowrap">
              <div>
                <Text fw={600}>
                  {device.name}
                  {device.id === here?.id && ` · ${t('push.here')}`}
                </Text>
                <Text size="sm" c="dimmed">
                  {device.lastSentAt
                    ? t('push.last', { at: dateAndTime(device.lastSentAt) })
                    : t('push.since', { at: dateAndTime(device.createdAt) })}
                </Text>
              </div>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                loading={remove.isPending}
                onClick={() => remove.mutate(device.id)}
                aria-label={t('push.remove', { name: device.name })}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
          </Paper>
        ))}
        <Group gap="sm">
          {!here && permission !== 'unsupported' && permission !== 'denied' && (
            <Button
              variant="default"
              leftSection={<IconBellRinging size={16} />}
              loading={on.isPending}
              onClick={() => on.mutate()}
            >
              {t('push.on')}
            </Button>
          )}
          {devices.length > 0 && <SendTest way="push" />}
        </Group>
        {!here && (permission === 'denied' || permission === 'unsupported') && (
          <Text size="sm" c="dimmed">
            {t(`push.${permission}`)}
          </Text>
        )}
        {lost ? (
          <Text size="sm" role="alert">
            {t('push.failed')}
          </Text>
        ) : (
          <ProblemAlert error={on.error ?? remove.error} />
        )}
      </Stack>
    </Section>
  )
}
