import { Loading } from './Loading.tsx'
import { Page } from './Page.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'

/** A page whose thing is not here yet, or cannot be had: then it says why. */
export function PagePending({ title, label, error }: { title: string; label: string; error: unknown }) {
  if (!error) return <Loading label={label} />
  return (
    <Page title={title}>
      <ProblemAlert error={error} />
    </Page>
  )
}
