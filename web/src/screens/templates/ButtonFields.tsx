import { Button, Fieldset, Group, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { addButton, type Building, removeButton, writeVariant } from './building.ts'
import { buttonsOf } from './kinds.ts'
import { OneButton } from './OneButton.tsx'
import { Wrong } from './Wrong.tsx'

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
        {building.buttons.map((kind, index) => (
          <OneButton
            key={index}
            kind={kind}
            button={variant.buttons[index] ?? { title: '', target: '' }}
            field={`actions.${index}`}
            errorOf={errorOf}
            write={(change) => write(index, change)}
            remove={fixed ? null : () => set(removeButton(building, index))}
            removeLabel={t('builder.removeButton', { number: index + 1 })}
          />
        ))}
        <Wrong>{wrong}</Wrong>
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
