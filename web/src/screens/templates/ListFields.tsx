import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Building, type Item, newItem, writeVariant } from './building.ts'
import { Wrong } from './Wrong.tsx'

/** Twilio: lines of a list. */
const most = 10

/** The lines of a list to choose from. */
export function ListFields({
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
  const { items } = building.variants[at]!
  const setItems = (next: Item[]) => set(writeVariant(building, at, { items: next }))
  const write = (index: number, change: Partial<Item>) =>
    setItems(items.map((item, place) => (place === index ? { ...item, ...change } : item)))
  const wrong = errorOf('items')
  return (
    <Fieldset legend={t('builder.lines')}>
      <Stack gap="sm">
        {items.map((item, index) => (
          <Group key={item.id} align="flex-start" gap="xs">
            <TextInput
              flex={1}
              miw={130}
              label={t('builder.line', { number: index + 1 })}
              value={item.title}
              error={errorOf(`items.${index}.item`, `items.${index}.id`)}
              onChange={(event) => write(index, { title: event.currentTarget.value })}
            />
            <TextInput
              flex={2}
              miw={150}
              label={t('builder.lineDescription')}
              value={item.description}
              error={errorOf(`items.${index}.description`)}
              onChange={(event) => write(index, { description: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              mt={25}
              disabled={items.length === 1}
              aria-label={t('builder.removeLine', { number: index + 1 })}
              onClick={() => setItems(items.filter((_, place) => place !== index))}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Group>
        ))}
        <Wrong>{wrong}</Wrong>
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={items.length >= most}
            onClick={() => setItems([...items, newItem(items)])}
          >
            {t('builder.addLine')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
