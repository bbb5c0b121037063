import { Alert, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { contentTypes } from '@parley/contract/templates.ts'
import { useTranslation } from 'react-i18next'
import type { Building } from './building.ts'
import { purposes } from './form.ts'
import { kinds } from './kinds.ts'

interface Props {
  building: Building
  set: (building: Building) => void
  errorOf: (...fields: string[]) => string | undefined
}

/** What WhatsApp does with a kind, and what of it is the same in every language. */
export function KindSettings({ building, set, errorOf }: Props) {
  const { t } = useTranslation('templates')
  const use = contentTypes[kinds[building.kind]]
  return (
    <Stack gap="md">
      {use !== 'both' && (
        <Alert color="gray" variant="light">
          <Text size="sm" c="var(--mantine-color-text)">
            {t(`builder.use.${use}`)}
          </Text>
        </Alert>
      )}
      <Settings {...{ building, set, errorOf }} />
    </Stack>
  )
}

function Settings({ building, set, errorOf }: Props) {
  const { t } = useTranslation('templates')
  const { kind, codes, catalogId, goods, flowId, purpose } = building
  if (kind === 'codes')
    return (
      <>
        <Switch
          label={t('builder.security')}
          checked={codes.security}
          onChange={(event) =>
            set({ ...building, codes: { ...codes, security: event.currentTarget.checked } })
          }
        />
        <NumberInput
          label={t('builder.minutes')}
          description={t('builder.minutesHelp')}
          min={1}
          max={90}
          maw={260}
          value={codes.minutes ?? ''}
          error={errorOf('code_expiration_minutes')}
          onChange={(typed) =>
            set({ ...building, codes: { ...codes, minutes: typed === '' ? null : Number(typed) } })
          }
        />
      </>
    )
  if (kind === 'catalog')
    return (
      <>
        <TextInput
          label={t('builder.catalogId')}
          description={t('builder.catalogIdHelp')}
          value={catalogId}
          error={errorOf('id')}
          onChange={(event) => set({ ...building, catalogId: event.currentTarget.value })}
        />
        <Textarea
          label={t('builder.goods')}
          description={t('builder.goodsHelp')}
          autosize
          minRows={2}
          value={goods}
          error={errorOf('items')}
          onChange={(event) => set({ ...building, goods: event.currentTarget.value })}
        />
      </>
    )
  if (kind === 'pages')
    return (
      <Select
        label={t('builder.purpose')}
        data={purposes.map((value) => ({ value, label: t(`builder.purposes.${value}`) }))}
        value={purpose}
        allowDeselect={false}
        error={errorOf('type')}
        onChange={(chosen) => chosen && set({ ...building, purpose: chosen })}
      />
    )
  if (kind !== 'form') return null
  return (
    <TextInput
      label={t('builder.flowId')}
      description={t('builder.flowIdHelp')}
      required
      value={flowId}
      error={errorOf('flow_id')}
      onChange={(event) => set({ ...building, flowId: event.currentTarget.value })}
    />
  )
}
