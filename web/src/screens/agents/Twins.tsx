import { Badge, Button } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meOptions, useMay } from '../../api/me.ts'
import { twinsOptions } from '../../api/outbound.ts'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { AgentLine } from './AgentLine.tsx'
import { AgentSection } from './AgentSection.tsx'

/** Digital twins: one's own to set up, and that others have one. */
export function Twins() {
  const { t } = useTranslation('twins')
  const may = useMay('twin.own')
  const { data: me } = useQuery(meOptions)
  const { data, error } = useQuery(twinsOptions)
  const mine = data?.items.find(({ member }) => member.memberId === me?.memberId)
  return (
    <AgentSection
      title={t('title')}
      text={t('text')}
      action={
        may &&
        data && (
          <Button component={Link} to={paths.twin} variant="default" leftSection={<IconUser size={16} />}>
            {t(mine ? 'open' : 'setUp')}
          </Button>
        )
      }
    >
      <ProblemAlert error={error} />
      {data?.items.map((twin) => (
        <AgentLine
          key={twin.id}
          to={twin === mine ? paths.twin : null}
          name={t('of', { name: twin.member.name })}
          about={t('exceptions', { count: twin.exceptionCount })}
        >
          <Badge tt="none" color={twin.mode === 'auto' ? 'parley' : 'gray.8'}>
            {t(`mode.${twin.mode}.name`)}
          </Badge>
        </AgentLine>
      ))}
    </AgentSection>
  )
}
