import { Button, Fieldset, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { AddElement } from './AddElement.tsx'
import { writeVariant } from './building.ts'
import { ElementFields, type PageProps } from './ElementFields.tsx'
import { mostPages, type PageWords } from './form.ts'
import { addPage, removePage } from './form-pages.ts'
import { Wrong } from './Wrong.tsx'

/** The pages of a form; what stands on them is the same in every language. */
export function PagesFields(props: PageProps) {
  const { building, set, errorOf, fixed } = props
  const { t } = useTranslation('templates')
  const wrong = errorOf('pages')
  return (
    <Stack gap="sm">
      {building.pages.map(({ id }, page) => (
        <OnePage key={id} {...props} page={page} />
      ))}
      <Wrong>{wrong}</Wrong>
      {!fixed && (
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={building.pages.length >= mostPages}
            onClick={() => set(addPage(building))}
          >
            {t('builder.addPage')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function OnePage({ page, ...props }: PageProps & { page: number }) {
  const { building, at, set, errorOf, fixed } = props
  const { t } = useTranslation('templates')
  const { pages } = building.variants[at]!
  const words = pages[page]!
  const field = `pages.${page}`
  const write = (change: Partial<PageWords>) =>
    set(
      writeVariant(building, at, {
        pages: pages.map((one, place) => (place === page ? { ...one, ...change } : one)),
      }),
    )
  const elements = building.pages[page]!.elements
  const empty = errorOf(`${field}.layout`)
  return (
    <Fieldset legend={t('builder.page', { number: page + 1 })}>
      <Stack gap="sm">
        <TextInput
          label={t('builder.pageTitle')}
          required
          value={words.title}
          error={errorOf(`${field}.title`, `${field}.id`)}
          onChange={(event) => write({ title: event.currentTarget.value })}
        />
        <TextInput
          label={t('builder.pageSubtitle')}
          value={words.subtitle}
          error={errorOf(`${field}.subtitle`)}
          onChange={(event) => write({ subtitle: event.currentTarget.value })}
        />
        {elements.map((_, place) => (
          <ElementFields key={place} {...props} page={page} place={place} />
        ))}
        <Wrong>{empty}</Wrong>
        {!fixed && <AddElement {...{ building, set, page }} />}
        <TextInput
          label={t('builder.pageButton')}
          description={t('builder.pageButtonHelp')}
          value={words.button}
          error={errorOf(`${field}.layout.${elements.length}.label`)}
          onChange={(event) => write({ button: event.currentTarget.value })}
        />
        {!fixed && building.pages.length > 1 && (
          <Group>
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              leftSection={<IconTrash size={14} />}
              onClick={() => set(removePage(building, page))}
            >
              {t('builder.removePage', { number: page + 1 })}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
