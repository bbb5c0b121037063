import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { importOptions } from '../../api/imports.ts'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { ImportColumns } from './ImportColumns.tsx'
import { ImportDrop } from './ImportDrop.tsx'
import { ImportOutcome } from './ImportOutcome.tsx'
import { ImportsBefore } from './ImportsBefore.tsx'

/** A list on its way in: the file, what its columns are, what came of it. The address holds it, so that one can leave and come back. */
export function Screen() {
  const { t } = useTranslation('contacts')
  const { list } = useSearch({ strict: false }) as { list?: string }
  const navigate = useNavigate()
  const go = (importId: string) => void navigate({ to: '.', search: { list: importId } as never })
  return (
    <Page title={t('import.title')} back={{ to: paths.contacts, label: t('title') }} width={860}>
      {list ? <Known importId={list} /> : <ImportSteps at={0} />}
      {!list && <ImportDrop onKept={go} />}
      {!list && <ImportsBefore />}
    </Page>
  )
}

function Known({ importId }: { importId: string }) {
  const { t } = useTranslation('contacts')
  const { data, error } = useQuery(importOptions(importId))
  if (!data) return error ? <ProblemAlert error={error} /> : <Loading label={t('loading')} />
  return (
    <>
      <ImportSteps at={data.state === 'ready' ? 1 : 2} />
      {data.state === 'ready' ? <ImportColumns list={data} /> : <ImportOutcome list={data} />}
    </>
  )
}

function ImportSteps({ at }: { at: number }) {
  const { t } = useTranslation('contacts')
  return <Steps at={at} names={[t('import.file'), t('import.columns'), t('import.outcome')]} />
}
