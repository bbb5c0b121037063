import { Box, Button, Text, Timeline as Line } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dateAndTime } from './time.ts'

interface Item {
  id: string
  kind: string
  actor: { kind: string; name: string | null }
  facts: Record<string, unknown>
  at: string
}

/**
 * What happened with a contact, newest first.
 * @param items undefined until they are read
 * @param older loads what happened before; null when that is all
 */
export function Timeline({
  items,
  older,
}: {
  items: readonly Item[] | undefined
  older: (() => unknown) | null
}) {
  const { t } = useTranslation('contacts')
  return (
    <Box>
      <Text fw={600} mb="sm">
        {t('timeline.title')}
      </Text>
      {items?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('timeline.nothing')}
        </Text>
      )}
      <Line bulletSize={12} lineWidth={2}>
        {items?.map((item) => (
          <Line.Item
            key={item.id}
            title={
              <Text size="sm" fw={500}>
                {t(`timeline.${item.kind}`, {
                  ...item.facts,
                  name: item.actor.name ?? t(`timeline.actors.${item.actor.kind}`),
                })}
              </Text>
            }
          >
            {typeof item.facts['preview'] === 'string' && (
              <Text size="sm" c="dimmed" lineClamp={2}>
                {item.facts['preview']}
              </Text>
            )}
            <Text size="xs" c="dimmed">
              {dateAndTime(item.at)}
            </Text>
          </Line.Item>
        ))}
      </Line>
      {older && (
        <Button variant="default" size="compact-xs" mt="sm" onClick={() => void older()}>
          {t('more')}
        </Button>
      )}
    </Box>
  )
}
