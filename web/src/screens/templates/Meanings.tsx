import { Autocomplete, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, parley } from '../../api/parley.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { knownFacts } from './known-facts.ts'

/** What each variable means, so that it can be filled from what is known of a contact. */
export function Meanings({ template, may }: { template: Template; may: boolean }) {
  const { t } = useTranslation('templates')
  const client = useQueryClient()
  const before = Object.fromEntries(template.variables.map(({ key, name }) => [key, name]))
  const [names, setNames] = useState(before)
  const save = useMutation({
    mutationFn: () =>
      answer(
        parley.PATCH('/api/v1/templates/{templateId}', {
          params: { path: { templateId: template.id } },
          body: { variableNames: names },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: templatesOptions.queryKey })
      tellSaved()
    },
  })
  if (template.variables.length === 0) return null
  const changed = template.variables.some(({ key }) => names[key] !== before[key])
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('variables.title')}</Text>
      <Text size="sm" c="dimmed">
        {t('variables.help')}
      </Text>
      {template.variables.map(({ key, sample }) => (
        <Autocomplete
          key={key}
          label={t('variables.means', { variable: `{{${key}}}` })}
          description={sample && t('variables.sampleIs', { sample })}
          data={knownFacts}
          value={names[key] ?? ''}
          readOnly={!may}
          maxLength={60}
          onChange={(name) => setNames({ ...names, [key]: name })}
        />
      ))}
      <ProblemAlert error={save.error} />
      {changed && (
        <Button style={{ alignSelf: 'start' }} onClick={() => save.mutate()} loading={save.isPending}>
          {t('save')}
        </Button>
      )}
    </Stack>
  )
}
