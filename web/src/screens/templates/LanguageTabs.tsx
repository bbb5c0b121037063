import { ActionIcon, Group, SegmentedControl, Select, Stack } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { addLanguage, type Building, removeLanguage, writeVariant } from './building.ts'
import { languageChoices, nameOfLanguage } from './languages.ts'

/** The languages of a template: which is open, a further one, and one less. */
export function LanguageTabs({
  building,
  set,
  taken,
  open,
  setOpen,
}: {
  building: Building
  set: (building: Building) => void
  taken: readonly string[]
  open: number
  setOpen: (at: number) => void
}) {
  const { t } = useTranslation('templates')
  const { variants } = building
  const used = [...new Set([...variants.map(({ language }) => language), ...taken])]
  const current = variants[open]!
  const choices = languageChoices(used)
  return (
    <Stack gap="sm">
      {variants.length > 1 && (
        <SegmentedControl
          aria-label={t('languages')}
          fullWidth
          data={variants.map(({ language }, at) => ({ value: String(at), label: nameOfLanguage(language) }))}
          value={String(open)}
          onChange={(at) => setOpen(Number(at))}
        />
      )}
      <Group align="end" gap="sm" wrap="nowrap">
        {!taken.includes(current.language) && (
          <Select
            flex={1}
            miw={0}
            label={t('language')}
            searchable
            data={[{ value: current.language, label: nameOfLanguage(current.language) }, ...choices]}
            value={current.language}
            allowDeselect={false}
            onChange={(language) => language && set(writeVariant(building, open, { language }))}
          />
        )}
        <Select
          flex={1}
          miw={0}
          label={t('addLanguage')}
          placeholder={t('builder.chooseLanguage')}
          searchable
          data={choices}
          value={null}
          onChange={(language) => {
            if (!language) return
            set(addLanguage(building, language))
            setOpen(variants.length)
          }}
        />
        {variants.length > 1 && !taken.includes(current.language) && (
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('builder.removeLanguage', { language: nameOfLanguage(current.language) })}
            onClick={() => {
              set(removeLanguage(building, current.language))
              setOpen(0)
            }}
          >
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </Group>
    </Stack>
  )
}
