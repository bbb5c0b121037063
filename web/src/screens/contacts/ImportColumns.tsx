import { Button, Group, Paper, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { importFields } from '@parley/contract/imports.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contactFieldsOptions } from '../../api/audiences.ts'
import { type ContactImport, type ImportPlan, importOptions } from '../../api/imports.ts'
import { answer, parley } from '../../api/parley.ts'
import { countryName, everyCountry } from '../../ui/names.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

type Field = ImportPlan['columns'][string]

/** What each column is, with its first values; and the consent of those whose row tells none. */
export function ImportColumns({ list }: { list: ContactImport }) {
  const { t } = useTranslation('contacts')
  const client = useQueryClient()
  const [taken, setTaken] = useState(list.columns.map(({ guess }) => guess))
  const { data: own } = useQuery(contactFieldsOptions)
  const choices = [
    ...importFields.map((value) => ({ value, label: t(`import.field.${value}`) })),
    ...(own?.items ?? []).map(({ id, name }) => ({ value: `field:${id}`, label: name })),
  ]
  const countries = everyCountry().map((value) => ({ value, label: countryName(value) }))
  const [rest, setRest] = useState({ country: null as string | null, optInWording: '', optInPlace: '' })
  const start = useMutation({
    mutationFn: (body: ImportPlan) =>
      answer(
        parley.POST('/api/v1/contacts/imports/{importId}/start', {
          params: { path: { importId: list.id } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: importOptions(list.id).queryKey }),
  })
  const take = (at: number, field: Field | null) =>
    // A field has one column: chosen anew, it leaves the other.
    setTaken(taken.map((one, index) => (index === at ? field : one === field ? null : one)))
  const hasWording = taken.includes('opt_in_wording')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const columns = Object.fromEntries(
          taken.flatMap((field, at) => (field ? [[String(at), field] as const] : [])),
        )
        start.mutate({ columns, ...rest })
      }}
    >
      <Stack gap="lg">
        <Text c="dimmed">{t('import.columnsText', { file: list.fileName })}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {list.columns.map(({ name, samples }, at) => (
            <Paper key={at} withBorder p="sm">
              <Select
                label={name || t('import.column', { number: at + 1 })}
                placeholder={t('import.leaveOut')}
                data={choices}
                value={taken[at] ?? null}
                onChange={(field) => take(at, field as Field | null)}
                clearable
              />
              <Text size="xs" c="dimmed" mt={4} truncate>
                {samples.filter(Boolean).join(' · ') || t('import.noValues')}
              </Text>
            </Paper>
          ))}
        </SimpleGrid>
        <Select
          label={t('import.country')}
          description={t('import.countryText')}
          placeholder={t('import.noCountry')}
          data={countries.sort((a, b) => a.label.localeCompare(b.label))}
          value={rest.country}
          onChange={(country) => setRest({ ...rest, country })}
          searchable
          clearable
          maw={420}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Textarea
            label={t('import.wording')}
            description={t(hasWording ? 'import.wordingRest' : 'import.wordingText')}
            autosize
            minRows={2}
            maxLength={1000}
            value={rest.optInWording}
            onChange={(event) => setRest({ ...rest, optInWording: event.currentTarget.value })}
          />
          <TextInput
            label={t('import.place')}
            description={t('import.placeText')}
            maxLength={300}
            value={rest.optInPlace}
            onChange={(event) => setRest({ ...rest, optInPlace: event.currentTarget.value })}
          />
        </SimpleGrid>
        <ProblemAlert error={start.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={start.isPending} disabled={!taken.includes('phone')}>
            {t('import.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
