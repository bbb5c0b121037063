import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '@parley/sdk'

/** What happened and what to do, in the reader's language where the catalogue has it. Nothing for no error. */
export function ProblemAlert({ error }: { error: unknown }) {
  const { t } = useTranslation('refusals')
  if (!error) return null
  const problem = problemOf(error)
  if (!problem) {
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('offline.title')} role="alert">
        <Text size="sm" c="var(--mantine-color-text)">
          {t('offline.remedy')}
        </Text>
      </Alert>
    )
  }
  const reason = reasonOf(problem)
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t(`${problem.code}.title`, { defaultValue: problem.title })}
      role="alert"
    >
      <Text size="sm" c="var(--mantine-color-text)">
        {reason ? `${reason} ` : ''}
        {t(`${problem.code}.remedy`, { defaultValue: problem.remedy, ...problem.facts })}
      </Text>
      {problem.issues?.map((issue) => (
        <Text size="sm" key={issue.path} c="var(--mantine-color-text)">
          {issue.path.replace(/^body\./, '')}: {issue.message}
        </Text>
      ))}
    </Alert>
  )
}

function problemOf(error: unknown): Problem | undefined {
  return typeof error === 'object' && error !== null && 'problem' in error
    ? (error.problem as Problem)
    : undefined
}

/** Twilio's own words, when it gave some. */
function reasonOf({ facts }: Problem): string {
  const said = facts?.['message'] ?? facts?.['reason']
  return typeof said === 'string' ? said : ''
}
