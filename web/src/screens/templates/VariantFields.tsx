import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateProblem } from '../../api/templates.ts'
import { ButtonFields } from './ButtonFields.tsx'
import { type Building, type Variant, writeVariant } from './building.ts'
import { CardsFields } from './CardsFields.tsx'
import { nextVariable } from './draft-of.ts'
import { fieldNames, isForm, type Part, partsOf } from './kinds.ts'
import { ListFields } from './ListFields.tsx'
import { PagesFields } from './PagesFields.tsx'
import { PlaceFields } from './PlaceFields.tsx'
import { useSentence } from './use-sentence.ts'
import { VariableFields } from './VariableFields.tsx'

/** The words of one language. */
export function VariantFields({
  building,
  at,
  set,
  problems,
  original,
  fixed,
}: {
  building: Building
  at: number
  set: (building: Building) => void
  problems: readonly TemplateProblem[]
  /** The first language, when this is a translation of it. */
  original: Variant | null
  fixed: boolean
}) {
  const { t } = useTranslation('templates')
  const sentence = useSentence()
  const area = useRef<HTMLTextAreaElement>(null)
  const variant = building.variants[at]!
  const { kind } = building
  const has = (part: Part) => partsOf[kind].includes(part)
  const names = fieldNames[kind] ?? {}
  const write = (change: Partial<Variant>) => set(writeVariant(building, at, change))
  const errorOf = (...fields: string[]) => {
    const found = problems.filter(({ field }) => fields.includes(field)).map(sentence)
    return found.length > 0 ? [...new Set(found)].join(' ') : undefined
  }
  const insertVariable = () => {
    const { body } = variant
    const place = area.current?.selectionStart ?? body.length
    write({ body: `${body.slice(0, place)}{{${nextVariable(building, variant)}}}${body.slice(place)}` })
    area.current?.focus()
  }
  return (
    <Stack gap="md">
      {has('media') && (
        <TextInput
          label={t('builder.media')}
          description={t('builder.mediaHelp')}
          placeholder="https://"
          inputMode="url"
          value={variant.mediaUrl}
          error={errorOf('media', 'media.0', 'media_url')}
          onChange={(event) => write({ mediaUrl: event.currentTarget.value })}
        />
      )}
      {has('header') && (
        <TextInput
          label={t(kind === 'card' ? 'builder.header' : 'builder.title')}
          description={kind === 'card' ? t('builder.headerHelp') : undefined}
          required={kind === 'titled'}
          value={variant.header}
          error={errorOf(names.header ?? '')}
          onChange={(event) => write({ header: event.currentTarget.value })}
        />
      )}
      {has('body') && (
        <Stack gap={6}>
          <Textarea
            ref={area}
            label={t(kind === 'media' ? 'builder.caption' : 'builder.body')}
            description={t('builder.bodyHelp', { variable: '{{1}}' })}
            autosize
            minRows={4}
            required={kind !== 'media' && kind !== 'titled'}
            value={variant.body}
            error={errorOf('body')}
            onChange={(event) => write({ body: event.currentTarget.value })}
          />
          {original && original.body !== variant.body && (
            <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>
              {t('builder.original')} {original.body}
            </Text>
          )}
          <Group>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={insertVariable}
            >
              {t('builder.insertVariable')}
            </Button>
          </Group>
        </Stack>
      )}
      {has('footer') && (
        <TextInput
          label={t('builder.footer')}
          value={variant.footer}
          error={errorOf(names.footer ?? '')}
          onChange={(event) => write({ footer: event.currentTarget.value })}
        />
      )}
      {(has('opening') || has('codeLabel')) && (
        <TextInput
          label={t(`builder.opening.${has('codeLabel') ? 'codes' : isForm(kind) ? 'form' : kind}`)}
          required
          value={variant.opening}
          error={errorOf(names.opening ?? 'actions.0.copy_code_text')}
          onChange={(event) => write({ opening: event.currentTarget.value })}
        />
      )}
      {has('place') && <PlaceFields {...{ building, at, set, errorOf }} />}
      {has('items') && <ListFields {...{ building, at, set, errorOf }} />}
      {has('pages') && <PagesFields {...{ building, at, set, errorOf, fixed }} />}
      {has('cards') && <CardsFields {...{ building, at, set, errorOf, fixed }} />}
      <ButtonFields {...{ building, at, set, errorOf, fixed }} />
      <VariableFields {...{ building, at, set, errorOf }} />
    </Stack>
  )
}
