import { Tabs } from '@mantine/core'
import { useEffect, useRef } from 'react'
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
  const [tab, open] = useTab([
    'members',
    'organization',
    'fields',
    'consent',
    'sending',
    'notifications',
    ...(mayWebhooks ? ['webhooks'] : []),
    ...(mayKeys ? ['keys'] : []),
  ])
  const list = useRef<HTMLDivElement>(null)
  // On a phone the open tab may stand outside of what is seen.
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [tab])
  return (
    <Page title={t('title')}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md" ref={list}>
          <Tabs.Tab value="members">{t('members.title')}</Tabs.Tab>
          <Tabs.Tab value="organization">{t('organization.title')}</Tabs.Tab>
          <Tabs.Tab value="fields">{t('fields.title')}</Tabs.Tab>
          <Tabs.Tab value="consent">{t('consent.title')}</Tabs.Tab>
          <Tabs.Tab value="sending">{t('sending.title')}</Tabs.Tab>
          <Tabs.Tab value="notifications">{t('notifications')}</Tabs.Tab>
          {mayWebhooks && <Tabs.Tab value="webhooks">{t('webhooks')}</Tabs.Tab>}
          {mayKeys && <Tabs.Tab value="keys">{t('keys.title')}</Tabs.Tab>}
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
