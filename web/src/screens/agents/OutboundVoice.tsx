import { Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languageChoices } from './language-choices.ts'
import type { OutboundForm } from './outbound-form.ts'

/** Who it speaks for, and how. */
export function OutboundVoice({ form, readOnly }: { form: OutboundForm; readOnly: boolean }) {
  const { t, i18n } = useTranslation('outbound')
  return (
    <Stack maw={720}>
      <TextInput
        label={t('name')}
        required
        maxLength={80}
        readOnly={readOnly}
        {...form.getInputProps('name')}
      />
      <Textarea
        label={t('brief')}
        description={t('briefHelp')}
        autosize
        minRows={4}
        maxLength={8000}
        readOnly={readOnly}
        {...form.getInputProps('brief')}
      />
      <Textarea
        label={t('instructions')}
        description={t('instructionsHelp')}
        autosize
        minRows={2}
        maxLength={8000}
        readOnly={readOnly}
        {...form.getInputProps('instructions')}
      />
      <Radio.Group label={t('brainLabel')} readOnly={readOnly} {...form.getInputProps('brain')}>
        <Stack gap="xs" mt="xs">
          {(['built_in', 'model'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`brain.${one}.name`)}
              description={t(`brain.${one}.text`)}
              disabled={readOnly}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={t('language')}
        description={t('languageHelp')}
        data={languageChoices(i18n.language)}
        allowDeselect={false}
        readOnly={readOnly}
        {...form.getInputProps('language')}
      />
    </Stack>
  )
}
