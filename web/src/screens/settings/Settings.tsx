import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { Page } from '../../ui/Page.tsx'
import { Keys } from './Keys.tsx'
import { Members } from './Members.tsx'

export function Screen() {
  const { t } = useTranslation('settings')
  const mayKeys = useMay('keys.manage')
  return (
    <Page title={t('title')}>
      <Tabs defaultValue="members" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="members">{t('members.title')}</Tabs.Tab>
          {mayKeys && <Tabs.Tab value="keys">{t('keys.title')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
