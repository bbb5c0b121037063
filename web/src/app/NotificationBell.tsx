import {
  ActionIcon,
  Box,
  Button,
  Group,
  Indicator,
  Popover,
  ScrollArea,
  Stack,
  Text,
  UnstyledButton,
} from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Notification, notificationsOptions } from '../api/notifications.ts'
import { answer, parley } from '../api/parley.ts'
import { ago } from '../ui/time.ts'
import { paths } from '../ui/paths.ts'

/** What wants this member, newest first. It arrives by itself. */
export function NotificationBell() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const { data } = useQuery(notificationsOptions)
  const unread = data?.unreadCount ?? 0
  const label = unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.none')
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={340}
      shadow="md"
      withinPortal
      trapFocus
    >
      <Indicator
        label={unread > 99 ? '99+' : unread}
        size={16}
        offset={7}
        disabled={unread === 0}
        color="red.9"
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            <IconBell size={20} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t('notifications.title')}>
        <List items={data?.items ?? []} close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** Which sentence tells it; a campaign waits for its template, or for its service. */
const sentenceOf = ({ kind, facts }: Notification) =>
  kind === 'campaign_held' && facts['reason'] === 'service_unusable'
    ? ('notifications.heldForService' as const)
    : (`notifications.kinds.${kind}` as const)

function List({ items, close }: { items: readonly Notification[]; close: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const read = useMutation({
    mutationFn: (ids: string[] | null) =>
      answer(parley.POST('/api/v1/notifications/read', { body: { ids } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['notifications'] }),
  })
  const open = (notification: Notification) => {
    read.mutate([notification.id])
    close()
    if (notification.conversationId)
      void navigate({ to: paths.conversation, params: { conversationId: notification.conversationId } })
    else if (typeof notification.facts['outgoingWebhookId'] === 'string')
      void navigate({ to: paths.settings, search: { tab: 'webhooks' } as never })
    else if (typeof notification.facts['campaignId'] === 'string')
      void navigate({ to: paths.campaign, params: { campaignId: notification.facts['campaignId'] } })
    else if (typeof notification.facts['templateId'] === 'string')
      void navigate({ to: paths.template, params: { templateId: notification.facts['templateId'] } })
    else if (typeof notification.facts['connectorId'] === 'string')
      void navigate({ to: paths.connector, params: { connectorId: notification.facts['connectorId'] } })
    else void navigate({ to: paths.connectors })
  }
  return (
    <>
      <Group justify="space-between" px="md" py="xs">
        <Text fw={600}>{t('notifications.title')}</Text>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => read.mutate(null)}
          disabled={items.every((one) => one.read)}
        >
          {t('notifications.readAll')}
        </Button>
      </Group>
      {items.length === 0 ? (
        <Text c="dimmed" size="sm" px="md" pb="md">
          {t('notifications.empty')}
        </Text>
      ) : (
        <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0 }}>
          <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
            {items.map((one) => (
              <Box component="li" key={one.id}>
                <UnstyledButton
                  w="100%"
                  px="md"
                  py="sm"
                  onClick={() => open(one)}
                  bg={one.read ? undefined : 'var(--mantine-primary-color-light)'}
                >
                  <Text size="sm" fw={one.read ? 400 : 600}>
                    {t(sentenceOf(one), {
                      name: one.contact?.name ?? '',
                      count: one.count,
                      template: one.facts['template'],
                      campaign: one.facts['campaign'],
                      webhook: one.facts['webhook'],
                    })}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {ago(one.at)}
                  </Text>
                </UnstyledButton>
              </Box>
            ))}
          </Stack>
        </ScrollArea.Autosize>
      )}
    </>
  )
}
