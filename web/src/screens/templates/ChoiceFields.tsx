import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Choice, newChoice } from './form.ts'
import { Wrong } from './Wrong.tsx'

/** What can be chosen in answer to a question of a form. */
export function ChoiceFields({
  choices,
  write,
  errorOf,
  field,
}: {
  choices: readonly Choice[]
  write: (choices: Choice[]) => void
  errorOf: (...fields: string[]) => string | undefined
  field: string
}) {
  const { t } = useTranslation('templates')
  const wrong = errorOf(`${field}.options`)
  return (
    <Stack gap="xs">
      {choices.map((choice, index) => (
        <Group key={choice.id} align="flex-start" gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('builder.choice', { number: index + 1 })}
            value={choice.title}
            error={errorOf(`${field}.options.${index}`)}
            onChange={(event) => {
              const title = event.currentTarget.value
              write(choices.map((one, place) => (place === index ? { ...one, title } : one)))
            }}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            mt={25}
            disabled={choices.length === 1}
            aria-label={t('builder.removeChoice', { number: index + 1 })}
            onClick={() => write(choices.filter((_, place) => place !== index))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      ))}
      <Wrong>{wrong}</Wrong>
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => write([...choices, newChoice(choices)])}
        >
          {t('builder.addChoice')}
        </Button>
      </Group>
    </Stack>
  )
}
