import { Box, Button } from '@mantine/core'
import { IconRefreshAlert } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'

/** A screen that could not be shown: Parley was not reached, or a newer version has replaced the files of this one. */
export function Broken() {
  const { t } = useTranslation()
  return (
    <Box component="main" role="alert">
      <EmptyState
        level={1}
        icon={<IconRefreshAlert />}
        title={t('broken.title')}
        action={<Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>}
      >
        {t('broken.text')}
      </EmptyState>
    </Box>
  )
}
