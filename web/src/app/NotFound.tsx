import { Button, Center } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { paths } from '../ui/paths.ts'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Center component="main" mih="90dvh">
      <EmptyState
        level={1}
        icon={<IconMapOff />}
        title={t('notFound.title')}
        action={
          <Button component={Link} to={paths.home}>
            {t('notFound.home')}
          </Button>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </Center>
  )
}
