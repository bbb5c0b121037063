import { Autocomplete, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Building, writeVariant } from './building.ts'
import { draftOf } from './draft-of.ts'
import { knownFacts } from './known-facts.ts'

/** An example for each variable in this language, and what it means in all of them. */
export function VariableFields({
  building,
  at,
  set,
  errorOf,
}: {
  building: Building
  at: number
  set: (building: Building) => void
  errorOf: (...fields: string[]) => string | undefined
}) {
  const { t } = useTranslation('templates')
  const variant = building.variants[at]!
  const keys = Object.keys(draftOf(building, variant).variables)
  // The variable of a one-time code is the code.
  if (keys.length === 0 || building.kind === 'codes') return null
  return (
    <Fieldset legend={t('variables.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('variables.help')}
        </Text>
        {keys.map((key) => (
          <Group key={key} align="flex-start" gap="xs">
            <TextInput
              flex={1}
              miw={130}
              label={t('variables.sample', { variable: `{{${key}}}` })}
              value={variant.samples[key] ?? ''}
              error={errorOf(`variables.${key}`)}
              onChange={(event) =>
                set(
                  writeVariant(building, at, {
                    samples: { ...variant.samples, [key]: event.currentTarget.value },
                  }),
                )
              }
            />
            <Autocomplete
              flex={1}
              miw={130}
              label={t('variables.means', { variable: `{{${key}}}` })}
              data={knownFacts}
              maxLength={60}
              value={building.meanings[key] ?? ''}
              onChange={(meaning) => set({ ...building, meanings: { ...building.meanings, [key]: meaning } })}
            />
          </Group>
        ))}
      </Stack>
    </Fieldset>
  )
}
