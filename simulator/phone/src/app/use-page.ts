import { useEffect, useState } from 'react'

export const pages = ['phones', 'templates', 'requests', 'clock', 'faults', 'senders'] as const
export type Page = (typeof pages)[number]

const root = '/simulator/'

/** The address of a page; phones are the front door. */
export function pathOf(page: Page): string {
  return page === 'phones' ? root : root + page
}

function pageAt(path: string): Page {
  const name = path.slice(root.length).split('/')[0]
  return pages.find((page) => page === name) ?? 'phones'
}

/** The page that the browser's address names, and a way to go to another one; back and forward work. */
export function usePage(): [Page, (page: Page) => void] {
  const [page, setPage] = useState(() => pageAt(location.pathname))
  useEffect(() => {
    const follow = () => setPage(pageAt(location.pathname))
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [])
  const go = (next: Page) => {
    history.pushState(null, '', pathOf(next))
    setPage(next)
  }
  return [page, go]
}
