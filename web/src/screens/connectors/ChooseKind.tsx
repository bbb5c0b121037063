import { Button, Group, List, Paper, Radio, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What a connector can be linked to. */
export const kinds = ['twilio'] as const

/** The first step of a new connector: what it links to, and what has to be at hand for that. */
export function ChooseKind() {
  const { t } = useTranslation('connectors')
  const navigate = useNavigate()
  const [kind, setKind] = useState<string | null>(null)
  const go = () => void navigate({ to: '.', search: { kind } as never })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <Stack maw={640}>
        <Radio.Group label={t('kind.label')} value={kind} onChange={setKind}>
          <Stack gap="sm" mt="xs">
            {kinds.map((one) => (
              <Radio.Card key={one} value={one} p="md" aria-label={t(`kind.${one}.name`)}>
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator mt={2} />
                  <div>
                    <Text fw={600}>{t(`kind.${one}.name`)}</Text>
                    <Text size="sm" c="dimmed">
                      {t(`kind.${one}.text`)}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <Paper withBorder p="md">
          <Text fw={600} mb="xs">
            {t('kind.needs')}
          </Text>
          <List size="sm" spacing="xs">
            <List.Item>{t('kind.twilio.account')}</List.Item>
            <List.Item>{t('kind.twilio.sender')}</List.Item>
            <List.Item>{t('kind.twilio.credentials')}</List.Item>
          </List>
        </Paper>
        <Group>
          <Button type="submit" disabled={kind === null}>
            {t('kind.continue')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
