import { ActionIcon, Checkbox, Fieldset, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Building, writeVariant } from './building.ts'
import { ChoiceFields } from './ChoiceFields.tsx'
import { type ElementKind, type ElementWords, hasField, inputTypes, isAnswered } from './form.ts'
import { raiseElement, removeElement, writeElement } from './form-pages.ts'
import { Wrong } from './Wrong.tsx'

export interface PageProps {
  building: Building
  /** Which language. */
  at: number
  set: (building: Building) => void
  errorOf: (...fields: string[]) => string | undefined
  fixed: boolean
}

/** One question, text or picture on a page of a form. */
export function ElementFields({
  building,
  at,
  set,
  errorOf,
  fixed,
  page,
  place,
}: PageProps & { page: number; place: number }) {
  const { t } = useTranslation('templates')
  const { kind, required, inputType } = building.pages[page]!.elements[place]!
  const { pages } = building.variants[at]!
  const words = pages[page]!.elements[place]!
  const field = `pages.${page}.layout.${place}`
  const write = (change: Partial<ElementWords>) =>
    set(
      writeVariant(building, at, {
        pages: pages.map((one, which) =>
          which === page
            ? {
                ...one,
                elements: one.elements.map((element, index) =>
                  index === place ? { ...element, ...change } : element,
                ),
              }
            : one,
        ),
      }),
    )
  return (
    <Fieldset legend={`${place + 1} · ${t(`builder.element.${kind}`)}`} variant="filled">
      <Stack gap="xs">
        <Words {...{ kind, words, write, errorOf, field }} />
        {hasField(kind, 'choices') && (
          <ChoiceFields
            choices={words.choices}
            write={(choices) => write({ choices })}
            {...{ errorOf, field }}
          />
        )}
        {kind === 'SHORT_TEXT' && !fixed && (
          <Select
            label={t('builder.inputType')}
            data={inputTypes.map((value) => ({ value, label: t(`builder.inputTypes.${value}`) }))}
            value={inputType}
            allowDeselect={false}
            onChange={(chosen) => chosen && set(writeElement(building, page, place, { inputType: chosen }))}
          />
        )}
        {!fixed && (
          <Group justify="space-between">
            {isAnswered(kind) ? (
              <Checkbox
                label={t('builder.mustAnswer')}
                checked={required}
                onChange={(event) =>
                  set(writeElement(building, page, place, { required: event.currentTarget.checked }))
                }
              />
            ) : (
              <span />
            )}
            <Group gap={4}>
              <ActionIcon
                variant="subtle"
                size="lg"
                disabled={place === 0}
                aria-label={t('builder.raiseElement', { number: place + 1, page: page + 1 })}
                onClick={() => set(raiseElement(building, page, place))}
              >
                <IconArrowUp size={18} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="red"
                size="lg"
                aria-label={t('builder.removeElement', { number: place + 1, page: page + 1 })}
                onClick={() => set(removeElement(building, page, place))}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}

interface WordsProps {
  kind: ElementKind
  words: ElementWords
  write: (change: Partial<ElementWords>) => void
  errorOf: PageProps['errorOf']
  field: string
}

/** The texts of one thing on a page. */
function Words({ kind, words, write, errorOf, field }: WordsProps) {
  const { t } = useTranslation('templates')
  const isQuestion = hasField(kind, 'label')
  const day = (name: 'from' | 'to', twilio: string) => (
    <TextInput
      label={t(`builder.days.${name}`)}
      placeholder="2026-12-31"
      required
      value={words[name]}
      error={errorOf(`${field}.${twilio}`)}
      onChange={(event) => write({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      {isQuestion && (
        <TextInput
          label={t('builder.question')}
          required
          value={words.label}
          error={errorOf(`${field}.label`, `${field}.type`)}
          onChange={(event) => write({ label: event.currentTarget.value })}
        />
      )}
      {hasField(kind, 'text') &&
        (isQuestion ? (
          <TextInput
            label={t('builder.questionHelp')}
            required={!hasField(kind, 'choices')}
            value={words.text}
            error={errorOf(`${field}.text`)}
            onChange={(event) => write({ text: event.currentTarget.value })}
          />
        ) : (
          <Textarea
            label={t('builder.elementText')}
            description={kind === 'RICH_TEXT' ? t('builder.richHelp') : undefined}
            autosize
            required
            value={words.text}
            error={errorOf(`${field}.text`, `${field}.text_list`)}
            onChange={(event) => write({ text: event.currentTarget.value })}
          />
        ))}
      {kind === 'DATE_PICKER' && (
        <>
          <Group grow align="flex-start">
            {day('from', 'min_date')}
            {day('to', 'max_date')}
          </Group>
          <Textarea
            label={t('builder.days.without')}
            description={t('builder.days.withoutHelp')}
            autosize
            value={words.without}
            error={errorOf(`${field}.unavailable_dates`)}
            onChange={(event) => write({ without: event.currentTarget.value })}
          />
        </>
      )}
      {kind === 'MEDIA' && (
        <TextInput
          label={t('builder.picture')}
          description={t('builder.pictureHelp')}
          placeholder="https://"
          inputMode="url"
          required
          value={words.url}
          error={errorOf(`${field}.url`)}
          onChange={(event) => write({ url: event.currentTarget.value })}
        />
      )}
      {kind !== 'MEDIA' && <Wrong>{errorOf(field)}</Wrong>}
    </>
  )
}
