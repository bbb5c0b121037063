import { Button, Group, Paper, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languageChoices } from './language-choices.ts'
import type { OutboundForm } from './outbound-form.ts'

/** How it sounds in each language: how it greets, how it closes, and for a model the tone. */
export function OutboundTones({ form, readOnly }: { form: OutboundForm; readOnly: boolean }) {
  const { t, i18n } = useTranslation('outbound')
  const names = new Map(languageChoices(i18n.language).map(({ value, label }) => [value, label]))
  const { tones } = form.values
  const left = [...names].filter(([value]) => !tones.some(({ language }) => language === value))
  return (
    <Stack maw={720}>
      <Text size="sm" c="dimmed">
        {t('tones.text')}
      </Text>
      {tones.map(({ language }, at) => (
        <Paper
          key={language}
          component="section"
          aria-label={names.get(language) ?? language}
          withBorder
          p="md"
        >
          <Stack gap="sm">
            <Group justify="space-between">
              <Text fw={600}>{names.get(language) ?? language}</Text>
              {!readOnly && (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  onClick={() => form.removeListItem('tones', at)}
                >
                  {t('tones.remove')}
                </Button>
              )}
            </Group>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <TextInput
                label={t('tones.greeting')}
                placeholder="Hi {{first_name|there}},"
                maxLength={200}
                readOnly={readOnly}
                {...form.getInputProps(`tones.${at}.greeting`)}
              />
              <TextInput
                label={t('tones.closing')}
                maxLength={200}
                readOnly={readOnly}
                {...form.getInputProps(`tones.${at}.closing`)}
              />
            </SimpleGrid>
            <Textarea
              label={t('tones.tone')}
              autosize
              minRows={2}
              maxLength={1000}
              readOnly={readOnly}
              {...form.getInputProps(`tones.${at}.tone`)}
            />
          </Stack>
        </Paper>
      ))}
      {!readOnly && left.length > 0 && (
        <Select
          label={t('tones.add')}
          placeholder={t('tones.choose')}
          data={left.map(([value, label]) => ({ value, label }))}
          value={null}
          searchable
          w={260}
          onChange={(language) =>
            language && form.insertListItem('tones', { language, tone: '', greeting: '', closing: '' })
          }
        />
      )}
    </Stack>
  )
}
