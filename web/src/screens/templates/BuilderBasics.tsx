import { Select, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TemplateProblem } from '../../api/templates.ts'
import { type Building, turnInto } from './building.ts'
import { type Kind, kinds } from './kinds.ts'
import { KindSettings } from './KindSettings.tsx'
import { asName } from './names.ts'
import { isMissing } from './problems.ts'
import { useSentence } from './use-sentence.ts'

/** What is the same in every language: the name, the kind, and where it is made. */
export function BuilderBasics({
  building,
  set,
  connectors,
  problems,
  tried,
  fixed,
}: {
  building: Building
  set: (building: Building) => void
  connectors: readonly { id: string; name: string }[]
  problems: readonly TemplateProblem[]
  tried: boolean
  /** A further language of a template that is there: it is what the others are. */
  fixed: boolean
}) {
  const { t } = useTranslation('templates')
  const sentence = useSentence()
  const errorOf = (...fields: string[]) => {
    const wrong = problems.find((one) => fields.includes(one.field) && (tried || !isMissing(one)))
    return wrong && sentence(wrong)
  }
  if (fixed) return null
  return (
    <Stack gap="md">
      <TextInput
        label={t('name')}
        description={t('builder.nameHelp')}
        placeholder={t('builder.nameExample')}
        required
        value={building.name}
        error={errorOf('name')}
        onChange={(event) => set({ ...building, name: asName(event.currentTarget.value) })}
      />
      <Select
        label={t('builder.kind')}
        description={t(`builder.kinds.${building.kind}.help`)}
        data={Object.keys(kinds).map((value) => ({ value, label: t(`builder.kinds.${value}.name`) }))}
        value={building.kind}
        allowDeselect={false}
        onChange={(kind) => kind && set(turnInto(building, kind as Kind))}
      />
      <KindSettings {...{ building, set, errorOf }} />
      {connectors.length > 1 && (
        <Select
          label={t('builder.connector')}
          data={connectors.map(({ id, name }) => ({ value: id, label: name }))}
          value={building.connectorId}
          allowDeselect={false}
          onChange={(connectorId) => connectorId && set({ ...building, connectorId })}
        />
      )}
    </Stack>
  )
}
