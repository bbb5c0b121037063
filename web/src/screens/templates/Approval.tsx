import { Badge } from '@mantine/core'
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
