import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meOptions } from '../../api/me.ts'
import { checklistOptions } from '../../api/setup.ts'
import { Loading } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Steps } from './Steps.tsx'
import { Today } from './Today.tsx'

/** What is set up and what is next; once people write, what waits and which numbers answer. */
export function Screen() {
  const { t } = useTranslation('home')
  const { data: me } = useQuery(meOptions)
  const { data: checklist, error } = useQuery(checklistOptions)
  if (!checklist && !error) return <Loading label={t('loading')} />
  const begun = checklist?.steps.some(({ step, done }) => step === 'first_message' && done)
  return (
    <Page title={t('hello', { name: me?.user.name.split(' ')[0] ?? '' })}>
      <ProblemAlert error={error} />
      <Stack gap="xl">
        {checklist && !checklist.done && <Steps steps={checklist.steps} />}
        {begun && <Today />}
      </Stack>
    </Page>
  )
}
