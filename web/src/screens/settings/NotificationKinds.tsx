import { Alert, Button, Checkbox, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { NotificationPreferences } from '../../api/notifications.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from './Section.tsx'
import { useChangePreferences } from './use-preferences.ts'

const ways = ['mail', 'push'] as const

/** What reaches me by which way: a row for each kind. */
export function NotificationKinds({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('notifications')
  const change = useChangePreferences()
  const { mailIsSetUp, mailAddress, kinds } = preferences
  return (
    <Section id="notification-kinds" title={t('kinds.title')} lead={t('kinds.lead')}>
      {!mailIsSetUp && (
        <Alert color="yellow" variant="light" title={t('mail.notSetUp')}>
          {t('mail.howTo')}
        </Alert>
      )}
      <Table maw={620} verticalSpacing="xs" aria-labelledby="notification-kinds">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('kinds.what')}</Table.Th>
            <Table.Th ta="center">{t('ways.app')}</Table.Th>
            {ways.map((way) => (
              <Table.Th key={way} ta="center">
                {t(`ways.${way}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((one) => (
            <Table.Tr key={one.kind}>
              <Table.Th scope="row" fw={400}>
                {t(`kinds.names.${one.kind}`)}
              </Table.Th>
              <Table.Td ta="center" c="dimmed">
                <IconCheck size={18} aria-hidden style={{ verticalAlign: 'middle' }} />
                <VisuallyHidden>{t('kinds.always')}</VisuallyHidden>
              </Table.Td>
              {ways.map((way) => (
                <Table.Td key={way}>
                  <Group justify="center">
                    <Checkbox
                      checked={one[way]}
                      disabled={way === 'mail' && !mailIsSetUp}
                      onChange={({ currentTarget: { checked } }) =>
                        change.mutate({ kinds: [{ ...one, [way]: checked }] })
                      }
                      aria-label={`${t(`kinds.names.${one.kind}`)}: ${t(`ways.${way}`)}`}
                    />
                  </Group>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ProblemAlert error={change.error} />
      {mailIsSetUp && mailAddress !== null && (
        <Group gap="sm">
          <Text size="sm">{t('mail.to', { address: mailAddress })}</Text>
          <SendTest way="mail" />
        </Group>
      )}
    </Section>
  )
}

/** Sends me one now, and says whether it went. */
export function SendTest({ way }: { way: 'mail' | 'push' }) {
  const { t } = useTranslation('notifications')
  const test = useMutation({
    mutationFn: () => answer(parley.POST('/api/v1/notification-tests', { body: { way } })),
  })
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={test.isPending}
        onClick={() => test.mutate()}
        aria-label={t(`test.${way}`)}
      >
        {t('test.action')}
      </Button>
      {test.isSuccess && (
        <Text size="sm" role="status">
          {t('test.sent')}
        </Text>
      )}
      {test.error && <ProblemAlert error={test.error} />}
    </>
  )
}
