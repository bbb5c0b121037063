import { Badge, Button, Center, Checkbox, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Touch } from '../../api/campaigns.ts'
import { keyOf } from './use-decisions.ts'
import type { Selection } from './use-selection.ts'

interface Props {
  touches: readonly Touch[]
  /** The one that is looked at. */
  current: string
  look: (key: string) => void
  /** Null for whoever may only look. */
  selection: Selection | null
  /** Null when all of them are here. */
  more: (() => void) | null
  isLoading: boolean
}

/** The queue: each can be looked at, and chosen together with others. */
export function Waiting({ touches, current, look, selection, more, isLoading }: Props) {
  const { t } = useTranslation('campaigns')
  return (
    <Stack gap={6}>
      <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('review.queue')}>
        {touches.map((touch) => {
          const { contact, text, template } = touch
          const key = keyOf(touch)
          return (
            <Paper
              key={key}
              component="li"
              withBorder
              px="sm"
              py={6}
              bg={key === current ? 'var(--mantine-primary-color-light)' : undefined}
            >
              <Group wrap="nowrap" gap="sm">
                {selection && (
                  <Checkbox
                    aria-label={t('many.choose', { name: contact.name })}
                    checked={selection.isChosen(key)}
                    // A change does not say whether Shift was held.
                    onChange={() => undefined}
                    onClick={(event) => selection.toggle(key, event.shiftKey)}
                  />
                )}
                <UnstyledButton
                  onClick={() => look(key)}
                  aria-current={key === current}
                  style={{ flexGrow: 1, minWidth: 0 }}
                >
                  <Group justify="space-between" wrap="nowrap">
                    <Text size="sm" truncate>
                      {contact.name}
                    </Text>
                    {template && (
                      <Badge variant="default" tt="none" style={{ flexShrink: 0 }} maw="50%">
                        {template.name}
                      </Badge>
                    )}
                  </Group>
                  <Text size="sm" c="var(--mantine-color-text)" opacity={0.8} truncate>
                    {text || template?.preview.body}
                  </Text>
                </UnstyledButton>
              </Group>
            </Paper>
          )
        })}
      </Stack>
      {more && (
        <Center>
          <Button variant="default" onClick={more} loading={isLoading}>
            {t('report.more')}
          </Button>
        </Center>
      )}
    </Stack>
  )
}
