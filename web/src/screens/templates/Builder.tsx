import { Alert, Anchor, Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectorsOptions } from '../../api/setup.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { InReach } from '../../ui/InReach.tsx'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { BuilderBasics } from './BuilderBasics.tsx'
import { BuilderPreview, PreviewButton } from './BuilderPreview.tsx'
import { type Building, emptyBuilding, languagesOf } from './building.ts'
import { buildingOf, copyOf } from './building-of.ts'
import { draftOf } from './draft-of.ts'
import { LanguageTabs } from './LanguageTabs.tsx'
import { nameOfLanguage } from './languages.ts'
import { isMissing } from './problems.ts'
import { useBuilding } from './use-building.ts'
import { useCheck } from './use-check.ts'
import { useCreate, useReplace, wrongLanguage } from './use-create.ts'
import { VariantFields } from './VariantFields.tsx'

/** Makes a template, in as many languages as are wanted, with the phone beside it. */
export function Screen() {
  const { t, i18n } = useTranslation('templates')
  const { from, copy, edit } = useSearch({ strict: false }) as { from?: string; copy?: string; edit?: string }
  const { data: templates, error } = useQuery(templatesOptions)
  const { data: connectors, error: connectorsError } = useQuery(connectorsOptions)
  const pending = !templates || !connectors
  if (pending) return <PagePending title={t('new')} label={t('loading')} error={error ?? connectorsError} />
  const [connector] = connectors.items
  if (!connector) return <NoConnector />
  const origin = templates.items.find(({ id }) => id === (from ?? copy ?? edit))
  const languages = origin ? languagesOf(origin, templates.items) : []
  const start =
    origin &&
    (from || edit ? buildingOf(origin) : copyOf([origin, ...languages.filter(({ id }) => id !== origin.id)]))
  return (
    <Builder
      key={`${from} ${copy} ${edit}`}
      keptAs={`parley.template.${edit ? `${edit}.edit` : (from ?? copy ?? 'new')}`}
      editing={edit ? (origin ?? null) : null}
      start={
        start ?? { ...emptyBuilding(i18n.language === 'pt' ? 'pt_BR' : 'en'), connectorId: connector.id }
      }
      taken={from ? languages.map(({ language }) => language) : []}
      connectors={connectors.items}
    />
  )
}

function NoConnector() {
  const { t } = useTranslation('templates')
  return (
    <Page title={t('new')} back={{ to: paths.templates, label: t('title') }}>
      <Text>{t('builder.noConnector')}</Text>
      <Button component={Link} to={paths.newConnector} style={{ alignSelf: 'start' }}>
        {t('builder.connect')}
      </Button>
    </Page>
  )
}

interface Given {
  keptAs: string
  start: Building
  /** Languages in which this name is there already: they are the pattern, and not made again. */
  taken: readonly string[]
  connectors: readonly { id: string; name: string }[]
  /** The template that is changed; null when one is made. */
  editing: Template | null
}

function Builder({ keptAs, start, taken, connectors, editing }: Given) {
  const { t } = useTranslation('templates')
  const { building, set: keep, forget, isChanged } = useBuilding(keptAs, start)
  const [open, setOpen] = useState(0)
  const [tried, setTried] = useState(false)
  const at = Math.min(open, building.variants.length - 1)
  const variant = building.variants[at]!
  const { preview, problems } = useCheck(draftOf(building, variant))
  const made = taken.includes(variant.language)
  const { create: make, missing } = useCreate(building, taken, forget)
  const replace = useReplace(editing, building, forget)
  const create = editing ? replace : make
  const form = useRef<HTMLFormElement>(null)
  // The button is in reach everywhere; what is to be corrected may be far above it.
  useEffect(() => {
    if (create.error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [create.error])
  const set = (next: Building) => {
    keep(next)
    // What was refused is being corrected.
    if (create.isError) create.reset()
  }
  return (
    <Page
      title={editing ? t('edit') : taken.length > 0 ? building.name : t('new')}
      back={{ to: paths.templates, label: t('title') }}
      width={1180}
    >
      {isChanged && !create.isPending && (
        <Text size="sm" c="dimmed">
          {t('builder.kept')}{' '}
          <Anchor component="button" type="button" size="sm" onClick={forget}>
            {t('builder.startOver')}
          </Anchor>
        </Text>
      )}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          create.mutate(undefined, {
            // The first language that is not right is shown.
            onError: (error) => {
              const wrong = wrongLanguage(error, building)
              if (wrong !== -1) setOpen(wrong)
            },
          })
        }}
      >
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <Stack gap="lg">
            <BuilderBasics
              {...{ building, set, connectors, problems }}
              tried={tried}
              fixed={taken.length > 0}
            />
            {!editing && <LanguageTabs {...{ building, set, taken, open: at, setOpen }} />}
            {made ? (
              <Text size="sm">{t('builder.isThere', { language: nameOfLanguage(variant.language) })}</Text>
            ) : (
              <VariantFields
                key={variant.language}
                {...{ building, at, set }}
                problems={tried ? problems : problems.filter((one) => !isMissing(one))}
                original={at > 0 ? building.variants[0]! : null}
                fixed={taken.length > 0}
              />
            )}
            <ProblemAlert error={create.error} />
            {missing && (
              <Alert color="gray" variant="light">
                <Text size="sm">{t('builder.oneLanguage')}</Text>
              </Alert>
            )}
            <Text size="sm" c="dimmed">
              {t(editing ? 'builder.editHelp' : 'builder.createHelp')}
            </Text>
            <InReach>
              <PreviewButton preview={preview} language={variant.language} />
              <Button type="submit" loading={create.isPending} disabled={missing}>
                {editing
                  ? t('save')
                  : t('builder.create', { count: building.variants.length - taken.length })}
              </Button>
            </InReach>
          </Stack>
          <BuilderPreview preview={preview} language={variant.language} />
        </SimpleGrid>
      </form>
    </Page>
  )
}
