import { ActionIcon, Badge, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Stage, stageLeadsOptions } from '../../api/leads.ts'
import { money } from '../../ui/money.ts'
import type { BoardHands } from './board-hands.ts'
import { LeadCard } from './LeadCard.tsx'

const colors = { open: 'gray', won: 'parley', lost: 'red' } as const

export function StageColumn({
  stage,
  stages,
  board,
}: {
  stage: Stage
  stages: readonly Stage[]
  board: BoardHands
}) {
  const { t } = useTranslation('leads')
  const query = useInfiniteQuery(stageLeadsOptions(stage.id))
  const leads = query.data?.pages.flatMap(({ items }) => items) ?? []
  /** Before which card the dragged one would fall; `end` for the last place, null while it is elsewhere. */
  const [over, setOver] = useState<string | null>(null)
  const hover = (event: DragEvent, place: string) => {
    if (!board.dragged) return
    event.preventDefault()
    event.stopPropagation()
    if (over !== place) setOver(place)
  }
  const drop = (event: DragEvent, beforeId: string | null) => {
    if (!board.dragged) return
    event.preventDefault()
    event.stopPropagation()
    setOver(null)
    board.move({ lead: board.dragged, stage, beforeId })
  }
  return (
    <Paper
      component="section"
      aria-labelledby={`stage-${stage.id}`}
      withBorder
      p="xs"
      bg="var(--mantine-color-default-hover)"
      style={{
        scrollSnapAlign: 'start',
        minWidth: 0,
        outline: over === null ? undefined : '2px solid var(--mantine-primary-color-filled)',
      }}
      onDragOver={(event) => hover(event, 'end')}
      onDragLeave={(event) =>
        !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(null)
      }
      onDrop={(event) => drop(event, null)}
    >
      <Group justify="space-between" wrap="nowrap" px={4} mb={stage.totals.length > 0 ? 0 : 'xs'}>
        <Group gap={8} wrap="nowrap" miw={0}>
          <Title order={3} size="sm" id={`stage-${stage.id}`} style={{ overflowWrap: 'anywhere' }}>
            {stage.name}
          </Title>
          <Badge color={colors[stage.kind]} variant="light" c="var(--mantine-color-text)" size="sm">
            {stage.leadCount}
          </Badge>
        </Group>
        {board.may && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('newIn', { stage: stage.name })}
            onClick={() => board.add(stage.id)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        )}
      </Group>
      {stage.totals.length > 0 && (
        <Text size="xs" c="dimmed" px={4} mb="xs">
          {stage.totals.map(({ currency, value }) => money(value, currency)).join(' · ')}
        </Text>
      )}
      <Stack component="ul" gap={8} m={0} p={0} mih={48} style={{ listStyle: 'none' }}>
        {leads.map((lead, at) => (
          <Box
            key={lead.id}
            component="li"
            onDragOver={(event) => hover(event, lead.id)}
            onDrop={(event) => drop(event, lead.id)}
            style={{
              borderTop: over === lead.id ? '3px solid var(--mantine-primary-color-filled)' : undefined,
              borderRadius: 4,
            }}
          >
            <LeadCard
              lead={lead}
              stages={stages}
              board={board}
              up={leads[at - 1]?.id}
              // Behind the next one is before the one after it.
              down={at < leads.length - 1 ? (leads[at + 2]?.id ?? null) : undefined}
            />
          </Box>
        ))}
        {query.isSuccess && leads.length === 0 && (
          <Text component="li" size="sm" c="dimmed" ta="center" py="sm">
            {t('emptyStage')}
          </Text>
        )}
      </Stack>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          mt="xs"
          fullWidth
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
        >
          {t('more')}
        </Button>
      )}
    </Paper>
  )
}
