import { ActionIcon, Button, Group, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactCondition, ContactField } from '../../api/audiences.ts'
import { BriefMultiSelect } from './BriefMultiSelect.tsx'
import { FieldTestEditor } from './FieldTestEditor.tsx'
import { labelIn, type useChoices } from './use-choices.ts'

type Choices = ReturnType<typeof useChoices>

/** One condition in a few words. It opens to be changed; what was not finished is not asked. */
export function ConditionPill({
  condition,
  choices,
  fields,
  put,
  fresh = false,
}: {
  condition: ContactCondition
  choices: Choices
  fields: readonly ContactField[]
  put: (condition: ContactCondition | null) => void
  fresh?: boolean
}) {
  const { t } = useTranslation('filters')
  const [open, setOpen] = useState(fresh)
  const [draft, setDraft] = useState(condition)
  const own = condition.field === 'own_field' && fields.find(({ id }) => id === condition.fieldId)
  const name = own ? own.name : t(`field.${condition.field}`)
  const finish = () => {
    setOpen(false)
    put(isComplete(draft) ? draft : null)
  }
  return (
    <Popover
      opened={open}
      onChange={(opened) => (opened ? setOpen(true) : finish())}
      position="bottom-start"
      trapFocus
      withRoles
      shadow="md"
      width={320}
    >
      <Group gap={0} wrap="nowrap" maw="100%">
        <Popover.Target>
          <Button
            size="xs"
            variant="light"
            radius="xl"
            pr={34}
            maw={420}
            c="var(--mantine-color-text)"
            onClick={() => {
              setDraft(condition)
              if (open) finish()
              else setOpen(true)
            }}
          >
            {[name, wordsOf(condition, choices, t)].filter(Boolean).join(': ')}
          </Button>
        </Popover.Target>
        <ActionIcon
          size="sm"
          radius="xl"
          variant="subtle"
          color="gray"
          ml={-30}
          aria-label={t('remove', { name })}
          onClick={() => put(null)}
        >
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <Popover.Dropdown aria-label={name}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            // React lets it rise to the form this pill may stand in, past the page's own tree.
            event.stopPropagation()
            finish()
          }}
        >
          <Stack gap="xs">
            {/* Above what is chosen from, whose list would lie over it. */}
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm" fw={600} truncate>
                {name}
              </Text>
              <Button type="submit" size="compact-sm">
                {t('done')}
              </Button>
            </Group>
            {draft.field === 'own_field' ? (
              own && <FieldTestEditor field={own} is={draft.is} change={(is) => setDraft({ ...draft, is })} />
            ) : draft.field === 'has_written' || draft.field === 'opted_in' ? (
              <SegmentedControl
                fullWidth
                aria-label={name}
                data={[
                  { value: 'true', label: t('yes') },
                  { value: 'false', label: t('no') },
                ]}
                value={String(draft.is)}
                onChange={(value) => setDraft({ ...draft, is: value === 'true' })}
              />
            ) : draft.field === 'search' ? null : (
              <BriefMultiSelect
                aria-label={name}
                data-autofocus
                searchable
                clearable
                nothingFoundMessage={t('nothing')}
                data={choices[draft.field]}
                value={draft.is}
                onChange={(is) => setDraft({ ...draft, is } as ContactCondition)}
              />
            )}
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

function isComplete(condition: ContactCondition): boolean {
  if (condition.field !== 'own_field') return typeof condition.is === 'boolean' || condition.is.length > 0
  const { value } = condition.is
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || value.length > 0
}

type Words = ReturnType<typeof useTranslation<'filters'>>['t']

function wordsOf(condition: ContactCondition, choices: Choices, t: Words): string {
  const listed = (values: readonly string[]) =>
    values.length > 2 ? t('several', { first: values[0], count: values.length - 1 }) : values.join(', ')
  if (condition.field === 'search') return condition.is
  if (condition.field === 'own_field') {
    const { test, value } = condition.is
    if (test === 'known') return t(value ? 'known' : 'unknown')
    if (Array.isArray(value)) return listed(value)
    return `${t(`sign.${test}`)} ${value}`
  }
  if (typeof condition.is === 'boolean') return t(condition.is ? 'yes' : 'no')
  const data = choices[condition.field as keyof Choices]
  return listed(condition.is.map((value) => labelIn(data, value)))
}
