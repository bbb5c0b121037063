import { useNavigate, useSearch } from '@tanstack/react-router'

/** The tab that stands in the address, so that a link leads to it and going back returns to it. */
export function useTab<const Tab extends string>(tabs: readonly Tab[]): [Tab, (tab: string | null) => void] {
  const { tab } = useSearch({ strict: false }) as { tab?: string }
  const navigate = useNavigate()
  const open = tabs.find((one) => one === tab) ?? tabs[0]
  if (open === undefined) throw new Error('There is no tab to open')
  return [open, (next) => void navigate({ to: '.', search: { tab: next ?? open } as never, replace: true })]
}
