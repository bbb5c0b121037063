import { Badge, Box } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const colors: Record<string, string> = {
  approved: 'parley',
  rejected: 'red.9',
  disabled: 'red.9',
  paused: 'orange.9',
}

/** Where a template stands with Meta. */
export function Approval({ status }: { status: string }) {
  const { t } = useTranslation('templates')
  return (
    <Badge tt="none" color={colors[status] ?? 'gray.8'} style={{ flexShrink: 0 }}>
      {t(`status.${status}`, { defaultValue: status })}
    </Badge>
  )
}

const dots: Record<string, string> = {
  approved: 'parley-filled',
  rejected: 'red-9',
  disabled: 'red-9',
  paused: 'orange-9',
}

/** The same as a point of its colour, beside words that say it or lead to it. */
export const ApprovalDot = ({ status }: { status: string }) => (
  <Box
    w={8}
    h={8}
    bg={`var(--mantine-color-${dots[status] ?? 'gray-6'})`}
    style={{ borderRadius: 4 }}
    aria-hidden
  />
)
