import { ActionIcon, Anchor, Group, Menu, Paper, Text, Tooltip } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowRight,
  IconArrowUp,
  IconDots,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Lead, Stage } from '../../api/leads.ts'
import { answer, parley } from '../../api/parley.ts'
import { askFirst } from '../../ui/ask-first.ts'
import { Face } from '../../ui/Face.tsx'
import { money } from '../../ui/money.ts'
import { paths } from '../../ui/paths.ts'
import { ago } from '../../ui/time.ts'
import type { BoardHands } from './board-hands.ts'

export function LeadCard({
  lead,
  stages,
  board,
  up,
  down,
}: {
  lead: Lead
  stages: readonly Stage[]
  board: BoardHands
  /** The card above; undefined for the first. */
  up: string | undefined
  /** The card below the next, null when the next is the last; undefined for the last. */
  down: string | null | undefined
}) {
  return (
    <Paper
      withBorder
      p="sm"
      shadow="xs"
      draggable={board.may}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', lead.title)
        board.setDragged(lead)
      }}
      onDragEnd={() => board.setDragged(null)}
      style={{ opacity: board.dragged?.id === lead.id ? 0.5 : 1, cursor: board.may ? 'grab' : undefined }}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {lead.title}
        </Text>
        {board.may && <CardMenu lead={lead} stages={stages} board={board} up={up} down={down} />}
      </Group>
      <Anchor
        component={Link}
        to={paths.contact}
        params={{ contactId: lead.contact.id } as never}
        size="sm"
        underline="hover"
        draggable={false}
      >
        {lead.contact.name}
      </Anchor>
      <Group justify="space-between" mt={6} gap={6} wrap="nowrap">
        <Text size="sm" fw={500}>
          {lead.value === null ? '' : money(lead.value, lead.currency)}
        </Text>
        <Group gap={6} wrap="nowrap">
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {ago(lead.stageSince)}
          </Text>
          {lead.owner && (
            <Tooltip label={lead.owner.name}>
              <span>
                <Face name={lead.owner.name} size="sm" />
              </span>
            </Tooltip>
          )}
        </Group>
      </Group>
    </Paper>
  )
}

function CardMenu({ lead, stages, board, up, down }: Parameters<typeof LeadCard>[0]) {
  const { t } = useTranslation('leads')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () =>
      answer(parley.DELETE('/api/v1/leads/{leadId}', { params: { path: { leadId: lead.id } } })),
    onSettled: () => {
      for (const noun of ['leads', 'pipelines']) void client.invalidateQueries({ queryKey: [noun] })
    },
  })
  const { stage } = lead
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('menu', { title: lead.title })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {stages
          .filter(({ id }) => id !== stage.id)
          .map((to) => (
            <Menu.Item
              key={to.id}
              leftSection={<IconArrowRight size={16} />}
              onClick={() => board.move({ lead, stage: to, beforeId: null })}
            >
              {t('moveTo', { stage: to.name })}
            </Menu.Item>
          ))}
        {up !== undefined && (
          <Menu.Item
            leftSection={<IconArrowUp size={16} />}
            onClick={() => board.move({ lead, stage, beforeId: up })}
          >
            {t('up')}
          </Menu.Item>
        )}
        {down !== undefined && (
          <Menu.Item
            leftSection={<IconArrowDown size={16} />}
            onClick={() => board.move({ lead, stage, beforeId: down })}
          >
            {t('down')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => board.edit(lead)}>
          {t('edit')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          onClick={() =>
            askFirst({
              title: t('remove', { title: lead.title }),
              text: t('removeText'),
              action: () => remove.mutate(),
            })
          }
        >
          {t('removeAction')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
