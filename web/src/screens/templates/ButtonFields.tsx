import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { addButton, type Building, buttonsOf, removeButton, targetOf, writeVariant } from './building.ts'

/** The buttons of one language; adding or removing one changes every language. */
export function ButtonFields({
  building,
  at,
  set,
  errorOf,
  fixed,
}: {
  building: Building
  at: number
  set: (building: Building) => void
  errorOf: (...fields: string[]) => string | undefined
  fixed: boolean
}) {
  const { t } = useTranslation('templates')
  const variant = building.variants[at]!
  const offered = fixed ? [] : buttonsOf[building.kind]
  const write = (index: number, change: { title?: string; target?: string }) => {
    const buttons = variant.buttons.map((one, place) => (place === index ? { ...one, ...change } : one))
    set(writeVariant(building, at, { buttons }))
  }
  if (building.buttons.length === 0 && offered.length === 0) return null
  const wrong = errorOf('actions')
  return (
    <Fieldset legend={t('builder.buttons')}>
      <Stack gap="sm">
        {building.buttons.map((kind, index) => {
          const field = targetOf(kind)
          const button = variant.buttons[index] ?? { title: '', target: '' }
          return (
            <Group key={index} align="flex-start" gap="xs">
              <TextInput
                flex={1}
                miw={130}
                label={t(`builder.button.${kind}`)}
                placeholder={t('builder.buttonTitle')}
                value={button.title}
                error={errorOf(`actions.${index}.title`, `actions.${index}.type`)}
                onChange={(event) => write(index, { title: event.currentTarget.value })}
              />
              {field && (
                <TextInput
                  flex={2}
                  miw={150}
                  label={t(`builder.target.${field}`)}
                  placeholder={{ url: 'https://', phone: '+1', code: 'SPRING20' }[field]}
                  value={button.target}
                  error={errorOf(`actions.${index}.${field}`)}
                  onChange={(event) => write(index, { target: event.currentTarget.value })}
                />
              )}
              {!fixed && (
                <ActionIcon
                  variant="subtle"
                  color="red"
                  size="lg"
                  mt={25}
                  aria-label={t('builder.removeButton', { number: index + 1 })}
                  onClick={() => set(removeButton(building, index))}
                >
                  <IconTrash size={18} />
                </ActionIcon>
              )}
            </Group>
          )
        })}
        {wrong && (
          <Text size="sm" c="var(--mantine-color-error)">
            {wrong}
          </Text>
        )}
        {offered.length > 0 && (
          <Group gap="xs">
            {offered.map((kind) => (
              <Button
                key={kind}
                variant="default"
                size="compact-sm"
                leftSection={<IconPlus size={14} />}
                onClick={() => set(addButton(building, kind))}
              >
                {t(`builder.button.${kind}`)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
