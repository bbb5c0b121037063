import { Anchor, MultiSelect, Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Connector, connectorOptions, connectorSendersOptions } from '../../api/setup.ts'
import { paths } from '../../ui/paths.ts'
import type { PartProps } from './plan.ts'

type Service = NonNullable<Connector['service']>

const bare = (address: string) => address.replace('whatsapp:', '')

/** The numbers a campaign goes out from, or the Messaging Service of which Twilio picks one each time. */
export function SendFrom({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  const { data: connector } = useQuery(connectorOptions(plan.connectorId))
  const service = connector?.service
  if (!service) return <Numbers plan={plan} change={change} />
  const choose = (way: string) =>
    change(
      way === 'service'
        ? { throughService: true, senderIds: service.senders.map(({ id }) => id) }
        : { throughService: false, senderIds: [] },
    )
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('plan.from')}
        value={plan.throughService ? 'service' : 'numbers'}
        onChange={choose}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="numbers" label={t('plan.fromNumbers')} description={t('plan.sendersText')} />
          <Radio
            value="service"
            label={t('plan.fromService', { name: service.name ?? connector.messagingServiceSid })}
            description={<About service={service} connectorId={connector.id} />}
            disabled={service.standing !== 'ready' && !plan.throughService}
          />
        </Stack>
      </Radio.Group>
      {!plan.throughService && <Numbers plan={plan} change={change} />}
    </Stack>
  )
}

function About({ service, connectorId }: { service: Service; connectorId: string }) {
  const { t } = useTranslation('campaigns')
  if (service.standing === 'ready')
    return t('plan.fromServiceText', {
      numbers: service.senders.map(({ displayName, address }) => displayName ?? bare(address)).join(', '),
    })
  return (
    <>
      {t('plan.serviceNotUsable')}{' '}
      <Anchor
        component={Link}
        to={paths.connector.replace('$connectorId', connectorId)}
        size="xs"
        underline="always"
      >
        {t('plan.serviceWhy')}
      </Anchor>
    </>
  )
}

function Numbers({ plan, change }: PartProps) {
  const { t } = useTranslation('campaigns')
  const { data: senders } = useQuery(connectorSendersOptions(plan.connectorId))
  const active = senders?.items.filter(({ active: isActive }) => isActive)
  useEffect(() => {
    // Whoever has one number need not choose.
    if (plan.senderIds.length === 0 && active?.length) change({ senderIds: active.map(({ id }) => id) })
  }, [active, change, plan.senderIds.length])
  if (!active || active.length < 2) return null
  return (
    <MultiSelect
      label={t('plan.senders')}
      description={t('plan.sendersText')}
      data={active.map(({ id, address, displayName }) => ({
        value: id,
        label: displayName ?? bare(address),
      }))}
      value={plan.senderIds}
      onChange={(senderIds) => change({ senderIds })}
    />
  )
}
