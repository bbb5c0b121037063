import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { membersOptions } from '../../api/contacts.ts'
import type { Lead, Pipeline } from '../../api/leads.ts'
import { answer, parley } from '../../api/parley.ts'
import { ContactPicker } from '../../ui/ContactPicker.tsx'
import { micro } from '../../ui/money.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const common = 'USD EUR BRL GBP ARS AUD CAD CHF CLP COP INR JPY MXN NGN PEN PLN SAR SEK TRY ZAR'.split(' ')

/** A new lead, or one that is changed. */
export function LeadForm({
  pipeline,
  lead,
  stageId,
  contactId,
  close,
}: {
  pipeline: Pipeline
  lead?: Lead
  stageId?: string
  contactId: string | null
  close: () => void
}) {
  const { t } = useTranslation('leads')
  const client = useQueryClient()
  const { data: members } = useQuery(membersOptions)
  const used = pipeline.stages.flatMap(({ totals }) => totals.map(({ currency }) => currency))[0]
  const form = useForm({
    initialValues: {
      contactId: lead?.contact.id ?? contactId,
      title: lead?.title ?? '',
      amount: lead?.value == null ? ('' as const) : lead.value / micro,
      currency: lead?.currency ?? used ?? (i18next.language === 'pt' ? 'BRL' : 'USD'),
      stageId: lead?.stage.id ?? stageId ?? pipeline.stages[0]?.id ?? '',
      ownerId: lead?.owner?.memberId ?? null,
    } as Values,
  })
  const save = useMutation({
    mutationFn: (values: Values) => send(values, lead),
    onSuccess: close,
    onSettled: () => {
      for (const noun of ['leads', 'pipelines']) void client.invalidateQueries({ queryKey: [noun] })
    },
  })
  return (
    <Modal
      opened
      onClose={close}
      title={t(lead ? 'edit' : 'new')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          {!lead && (
            <ContactPicker
              label={t('contact')}
              placeholder={t('contactHelp')}
              nothing={t('noContact')}
              value={form.values.contactId}
              onChange={(id) => form.setFieldValue('contactId', id)}
            />
          )}
          <TextInput
            label={t('name')}
            placeholder={t('nameExample')}
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Group grow preventGrowOverflow={false} align="flex-end">
            <NumberInput
              label={t('value')}
              min={0}
              max={9_000_000_000}
              decimalScale={2}
              thousandSeparator=" "
              {...form.getInputProps('amount')}
            />
            <Select
              maw={110}
              label={t('currency')}
              data={[...new Set([...common, form.values.currency])]}
              searchable
              allowDeselect={false}
              {...form.getInputProps('currency')}
            />
          </Group>
          {!lead && (
            <Select
              label={t('stage')}
              allowDeselect={false}
              data={pipeline.stages.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('stageId')}
            />
          )}
          <Select
            label={t('owner')}
            clearable
            placeholder={t('noOwner')}
            data={(members?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('ownerId')}
          />
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.values.contactId}>
              {t(lead ? 'save' : 'create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface Values {
  contactId: string | null
  title: string
  amount: number | string
  currency: string
  stageId: string
  ownerId: string | null
}

async function send({ contactId, amount, stageId, ...rest }: Values, lead: Lead | undefined): Promise<Lead> {
  const body = { ...rest, value: amount === '' ? null : Math.round(Number(amount) * micro) }
  if (lead)
    return await answer(
      parley.PATCH('/api/v1/leads/{leadId}', { params: { path: { leadId: lead.id } }, body }),
    )
  return await answer(
    parley.POST('/api/v1/leads', { body: { ...body, contactId: contactId ?? '', stageId } }),
  )
}
