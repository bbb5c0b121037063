import { Box, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead, Pipeline } from '../../api/leads.ts'
import { useMay } from '../../api/me.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StageColumn } from './StageColumn.tsx'
import { type Move, useLeadMoves } from './use-lead-moves.ts'

/** Columns side by side; on a phone one at a time, to be swiped. Cards are dragged, or moved by their menu. */
export function Board({
  pipeline,
  edit,
  add,
}: {
  pipeline: Pipeline
  edit: (lead: Lead) => void
  add: (stageId: string) => void
}) {
  const { t } = useTranslation('leads')
  const may = useMay('leads.manage')
  const moves = useLeadMoves()
  const [dragged, setDragged] = useState<Lead | null>(null)
  const [said, setSaid] = useState('')
  const move = (wish: Move) => {
    setDragged(null)
    if (wish.beforeId === wish.lead.id) return
    setSaid(t('moved', { title: wish.lead.title, stage: wish.stage.name }))
    moves.mutate(wish)
  }
  return (
    <>
      <ProblemAlert error={moves.error} />
      <Box
        role="region"
        aria-label={t('board', { name: pipeline.name })}
        tabIndex={0}
        mx={{ base: 'calc(var(--mantine-spacing-md) * -1)', sm: 0 }}
        px={{ base: 'md', sm: 4 }}
        pb="sm"
        style={{
          display: 'grid',
          gridAutoFlow: 'column',
          // Five fit on a desk; on a phone the next one is just in sight.
          gridAutoColumns: 'minmax(max(13rem, min(17rem, 60rem - 100vw)), 1fr)',
          gap: 12,
          overflowX: 'auto',
          scrollSnapType: 'x mandatory',
          scrollPadding: '0 16px',
          alignItems: 'start',
        }}
      >
        {pipeline.stages.map((stage) => (
          <StageColumn
            key={stage.id}
            stage={stage}
            stages={pipeline.stages}
            board={{ may, dragged, setDragged, move, edit, add }}
          />
        ))}
      </Box>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  )
}
