import { refuse, type Refusal } from '#errors.ts'

const MAX_PAGE_SIZE = 1_000

export type PageOf<T> = { rows: T[]; page: number; size: number; start: number; next: string | null }

/**
 * Cuts one page out of a list. The token names the last row of the page before (Twilio: `PA` and its SID), so a page
 * does not move when newer rows appear in front. `sidOf` gives a row's SID.
 */
export function cutPage<T>(
  rows: Iterable<T>,
  query: URLSearchParams,
  usualSize: number,
  sidOf: (row: T) => string,
): PageOf<T> | Refusal {
  const size = Number(query.get('PageSize') ?? usualSize)
  if (size > MAX_PAGE_SIZE) return refuse(20007)
  if (!Number.isInteger(size) || size < 1) return refuse(20422, 'Invalid PageSize')
  const after = query.get('PageToken')?.slice(2) ?? null
  const page = Math.max(0, Math.trunc(Number(query.get('Page') ?? 0)) || 0)
  let waiting = after !== null
  let skipped = after === null ? page * size : 0
  const cut: T[] = []
  let more = false
  for (const row of rows) {
    if (skipped-- > 0) continue
    if (waiting) {
      waiting = sidOf(row) !== after
      continue
    }
    if (cut.length === size) {
      more = true
      break
    }
    cut.push(row)
  }
  const last = cut.at(-1)
  const next = more && last !== undefined ? `PA${sidOf(last)}` : null
  return { rows: cut, page, size, start: page * size, next }
}

/** Twilio, 2010 API: relative URIs, one array under its own key, filters repeated in every URI. */
export function formatUriPage<T>(
  key: string,
  path: string,
  query: URLSearchParams,
  page: PageOf<T>,
  format: (row: T) => unknown,
): Record<string, unknown> {
  const link = linker(path, query, page.size)
  return {
    [key]: page.rows.map(format),
    first_page_uri: link(0, null),
    next_page_uri: page.next === null ? null : link(page.page + 1, page.next),
    previous_page_uri: page.page === 0 ? null : link(page.page - 1, null),
    uri: link(page.page, query.get('PageToken')),
    page: page.page,
    page_size: page.size,
    start: page.start,
    end: Math.max(0, page.start + page.rows.length - 1),
  }
}

/** Twilio, newer APIs: absolute URLs in `meta`, which also names the array's key. */
export function formatMetaPage<T>(
  key: string,
  url: string,
  query: URLSearchParams,
  page: PageOf<T>,
  format: (row: T) => unknown,
): Record<string, unknown> {
  const link = linker(url, query, page.size)
  return {
    [key]: page.rows.map(format),
    meta: {
      key,
      page: page.page,
      page_size: page.size,
      first_page_url: link(0, null),
      previous_page_url: page.page === 0 ? null : link(page.page - 1, null),
      url: link(page.page, query.get('PageToken')),
      next_page_url: page.next === null ? null : link(page.page + 1, page.next),
    },
  }
}

function linker(root: string, query: URLSearchParams, size: number) {
  return (page: number, token: string | null): string => {
    const kept = new URLSearchParams(query)
    kept.delete('PageToken')
    kept.set('PageSize', String(size))
    kept.set('Page', String(page))
    if (token !== null) kept.set('PageToken', token)
    return `${root}?${kept.toString()}`
  }
}
