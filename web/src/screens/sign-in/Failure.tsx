import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const known = ['wrong_credentials', 'email_taken', 'too_many_requests'] as const

/** Why somebody did not get in, and what to do. Nothing for no error. */
export function Failure({ error }: { error: Error | null }) {
  const { t } = useTranslation('sign-in')
  if (!error) return null
  const problem = error instanceof Refusal ? error.problem : undefined
  const why = known.find((code) => code === problem?.code)
  if (!why) return <ProblemAlert error={error} />
  const minutes = Math.max(1, Math.ceil(Number(problem?.facts?.['seconds'] ?? 0) / 60))
  return (
    <Alert color="red" role="alert" title={t(`failure.${why}.title`)}>
      {t(`failure.${why}.help`, { count: minutes })}
    </Alert>
  )
}
