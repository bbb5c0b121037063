import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { checkOptions, type TemplateDraft, type TemplateProblem, type Template } from '../../api/templates.ts'

/** How long after the last key a draft is looked at, in milliseconds. */
const pause = 200

/** What the server says of the draft as it is being written. */
export function useCheck(draft: TemplateDraft): {
  preview: Template['preview'] | undefined
  problems: readonly TemplateProblem[]
} {
  // Compared as text: a draft is made anew with each drawing.
  const [settled] = useDebouncedValue(JSON.stringify(draft), pause)
  const { data } = useQuery(checkOptions(JSON.parse(settled) as TemplateDraft))
  return { preview: data?.preview, problems: data?.problems ?? [] }
}
