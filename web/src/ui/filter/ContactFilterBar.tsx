import { Button, Group, Menu, ScrollArea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactCondition, contactFieldsOptions } from '../../api/audiences.ts'
import { ConditionPill } from './ConditionPill.tsx'
import { listFields, useChoices } from './use-choices.ts'

/** A condition is found again by what it asks about. */
const keyOf = (condition: ContactCondition): string =>
  condition.field === 'own_field' ? condition.fieldId : condition.field

/**
 * The conditions of a filter, each a pill that opens to be changed, and a menu with those that are not asked yet. Text that is
 * searched for has a place of its own.
 */
export function ContactFilterBar({
  all,
  change,
  without = [],
}: {
  all: readonly ContactCondition[]
  change: (all: ContactCondition[]) => void
  /** Conditions that stand somewhere else on the page. */
  without?: readonly ContactCondition['field'][]
}) {
  const { t } = useTranslation('filters')
  const choices = useChoices()
  const { data: fields } = useQuery(contactFieldsOptions)
  const [fresh, setFresh] = useState<ContactCondition | null>(null)
  const shown = all.filter(({ field }) => field !== 'search' && !without.includes(field))
  const asked = new Set([...shown, ...(fresh ? [fresh] : [])].map(keyOf))
  const put = (condition: ContactCondition | null, key: string) => {
    const others = all.filter((one) => keyOf(one) !== key)
    if (!condition) return change(others)
    return change(
      all.some((one) => keyOf(one) === key)
        ? all.map((one) => (keyOf(one) === key ? condition : one))
        : [...others, condition],
    )
  }
  const begin = (condition: ContactCondition) => setFresh(condition)
  const free = [...listFields, 'has_written' as const].filter(
    (field) => !asked.has(field) && !without.includes(field),
  )
  const freeFields = (fields?.items ?? []).filter(({ id }) => !asked.has(id))
  return (
    <Group gap="xs" role="group" aria-label={t('title')}>
      {shown.map((condition) => (
        <ConditionPill
          key={keyOf(condition)}
          condition={condition}
          choices={choices}
          fields={fields?.items ?? []}
          put={(next) => put(next, keyOf(condition))}
        />
      ))}
      {fresh && (
        <ConditionPill
          key={`new ${keyOf(fresh)}`}
          fresh
          condition={fresh}
          choices={choices}
          fields={fields?.items ?? []}
          put={(next) => {
            setFresh(null)
            if (next) put(next, keyOf(next))
          }}
        />
      )}
      {free.length + freeFields.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button variant="default" size="xs" radius="xl" leftSection={<IconPlus size={14} />}>
              {t('add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ScrollArea.Autosize mah={360} type="auto">
              {free.map((field) => (
                <Menu.Item
                  key={field}
                  onClick={() =>
                    begin(
                      field === 'has_written'
                        ? { field, is: true }
                        : ({ field, is: [] as string[] } as never),
                    )
                  }
                >
                  {t(`field.${field}`)}
                </Menu.Item>
              ))}
              {freeFields.length > 0 && <Menu.Label>{t('ownFields')}</Menu.Label>}
              {freeFields.map(({ id, name }) => (
                <Menu.Item
                  key={id}
                  onClick={() =>
                    begin({ field: 'own_field', fieldId: id, is: { test: 'known', value: true } })
                  }
                >
                  {name}
                </Menu.Item>
              ))}
            </ScrollArea.Autosize>
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
