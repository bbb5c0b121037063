import { Select, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { Page } from '../../ui/Page.tsx'
import { useTab } from '../../ui/use-tab.ts'
import { Consent } from './Consent.tsx'
import { ContactFields } from './ContactFields.tsx'
import { Keys } from './Keys.tsx'
import { Members } from './Members.tsx'
import { Notifications } from './Notifications.tsx'
import { Organization } from './Organization.tsx'
import { OutgoingWebhooks } from './OutgoingWebhooks.tsx'
import { Sending } from './Sending.tsx'

export function Screen() {
  const { t } = useTranslation('settings')
  const mayKeys = useMay('keys.manage')
  const mayWebhooks = useMay('organization.manage')
  const tabs = [
    { value: 'members', label: t('members.title') },
    { value: 'organization', label: t('organization.title') },
    { value: 'fields', label: t('fields.title') },
    { value: 'consent', label: t('consent.title') },
    { value: 'sending', label: t('sending.title') },
    { value: 'notifications', label: t('notifications') },
    ...(mayWebhooks ? [{ value: 'webhooks', label: t('webhooks') }] : []),
    ...(mayKeys ? [{ value: 'keys', label: t('keys.title') }] : []),
  ]
  const [tab, open] = useTab(tabs.map(({ value }) => value))
  return (
    <Page title={t('title')}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        {/* A phone shows three of them, and nobody looks for those beyond its edge. */}
        <Select
          hiddenFrom="sm"
          mb="md"
          size="md"
          aria-label={t('section')}
          data={tabs}
          value={tab}
          allowDeselect={false}
          onChange={open}
        />
        <Tabs.List mb="md" visibleFrom="sm">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        <Tabs.Panel value="organization">
          <Organization />
        </Tabs.Panel>
        <Tabs.Panel value="fields">
          <ContactFields />
        </Tabs.Panel>
        <Tabs.Panel value="consent">
          <Consent />
        </Tabs.Panel>
        <Tabs.Panel value="sending">
          <Sending />
        </Tabs.Panel>
        <Tabs.Panel value="notifications">
          <Notifications />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <OutgoingWebhooks />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
