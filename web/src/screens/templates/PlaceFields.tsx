import { Group, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Building, writeVariant } from './building.ts'

/** Where something is. */
export function PlaceFields({
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
  const { place } = building.variants[at]!
  const field = (name: keyof typeof place) => ({
    label: t(`builder.place.${name}`),
    value: place[name],
    error: errorOf(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      set(writeVariant(building, at, { place: { ...place, [name]: event.currentTarget.value } })),
  })
  return (
    <Stack gap="md">
      <Group align="flex-start" grow>
        <TextInput {...field('latitude')} inputMode="decimal" placeholder="38.7139" required />
        <TextInput {...field('longitude')} inputMode="decimal" placeholder="-9.1394" required />
      </Group>
      <TextInput {...field('label')} />
      <TextInput {...field('address')} />
    </Stack>
  )
}
