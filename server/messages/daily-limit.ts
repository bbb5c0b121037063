import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { parseMessagingLimit } from '#twilio/sender-status.ts'

// Meta: a business portfolio may write first to so many different people in 24 hours, all its numbers together. Whoever was counted in
// that time is not counted again. Several organizations may send for one portfolio.

const dayMs = 24 * 3_600_000

/** The limit that holds for a sender's portfolio. */
export interface DailyLimit {
  portfolio: string
  people: number
}

/** The limit of a sender, from Twilio's sentence; null where none is known. A number without an account of Meta's stands for itself. */
export function limitOf(
  sender: Readonly<{ address: string; wabaId: string | null; messagingLimit: string | null }>,
): DailyLimit | null {
  const limit = parseMessagingLimit(sender.messagingLimit)
  return limit.kind === 'limited'
    ? { portfolio: sender.wabaId ?? sender.address, people: limit.people }
    : null
}

/** How far a portfolio has used up its day. */
export interface DailyUse {
  people: number
  /** Of the addresses that were asked about, those that are counted already. */
  counted: ReadonlySet<string>
}

/** How many people each portfolio wrote to first in the 24 hours before `at`, and which of these addresses are among them. */
export async function readDailyUse(
  tx: Tx,
  portfolios: readonly string[],
  addresses: readonly string[],
  at: Date,
): Promise<Map<string, DailyUse>> {
  const since = new Date(at.getTime() - dayMs)
  const { rows } = await sql<{ portfolio: string; people: number; counted: string[] }>`
    select asked.portfolio,
      -- A minute counts until it has gone as a whole.
      (select coalesce(sum(people), 0)::int from portfolio_minute passed where passed.portfolio = asked.portfolio
        and minute >= date_trunc('minute', ${since}::timestamptz)) as people,
      array(select address from unnest(${addresses}::text[]) as address
        join portfolio_contact known on known.portfolio = asked.portfolio and known.contact_hash = hashtextextended(address, 0)
        where known.counted_at > ${since}) as counted
    from unnest(${portfolios}::text[]) as asked (portfolio)`.execute(tx.db)
  return new Map(
    rows.map(({ portfolio, people, counted }) => [portfolio, { people, counted: new Set(counted) }]),
  )
}

/** A message that would write to somebody first. */
export interface Opening {
  id: string
  address: string
  limit: DailyLimit
}

/**
 * Counts these messages against their portfolios, in their order, as far as the limits allow. Whoever counts for a portfolio holds it until the
 * transaction ends, so that workers side by side cannot count one place twice.
 * @returns the ids of those that have no place today
 */
export async function countOpenings(tx: Tx, openings: readonly Opening[], at: Date): Promise<Set<string>> {
  if (openings.length === 0) return new Set()
  const portfolios = [...new Set(openings.map(({ limit }) => limit.portfolio))].sort()
  // In an earlier statement than the one that reads: it must see what those wrote whom it waited for.
  await sql`
    select pg_advisory_xact_lock(hashtextextended('portfolio ' || portfolio, 0)) from unnest(${portfolios}::text[]) as portfolio`.execute(
    tx.db,
  )
  const use = await readDailyUse(
    tx,
    portfolios,
    openings.map(({ address }) => address),
    at,
  )
  const { placed, left } = allot(openings, use)
  await writeCounted(tx, placed, at)
  return new Set(left)
}

/** Gives places in the order of the openings. Pure. */
export function allot(
  openings: readonly Opening[],
  use: ReadonlyMap<string, DailyUse>,
): { placed: { portfolio: string; address: string }[]; left: string[] } {
  const people = new Map([...use].map(([portfolio, each]) => [portfolio, each.people]))
  const placed = new Map<string, { portfolio: string; address: string }>()
  const left: string[] = []
  for (const { id, address, limit } of openings) {
    const { portfolio } = limit
    const key = `${portfolio} ${address}`
    if (use.get(portfolio)?.counted.has(address) || placed.has(key)) continue
    const used = people.get(portfolio) ?? 0
    if (used >= limit.people) left.push(id)
    else {
      people.set(portfolio, used + 1)
      placed.set(key, { portfolio, address })
    }
  }
  return { placed: [...placed.values()], left }
}

async function writeCounted(
  tx: Tx,
  placed: readonly { portfolio: string; address: string }[],
  at: Date,
): Promise<void> {
  if (placed.length === 0) return
  const portfolios = placed.map(({ portfolio }) => portfolio)
  await sql`
    with counted as (
      insert into portfolio_contact (portfolio, contact_hash, counted_at)
      select portfolio, hashtextextended(address, 0), ${at}
      from unnest(${portfolios}::text[], ${placed.map(({ address }) => address)}::text[]) as p (portfolio, address)
      on conflict (portfolio, contact_hash) do update set counted_at = excluded.counted_at
    )
    insert into portfolio_minute (portfolio, minute, people)
    select portfolio, date_trunc('minute', ${at}::timestamptz), count(*) from unnest(${portfolios}::text[]) as portfolio group by portfolio
    on conflict (portfolio, minute) do update set people = portfolio_minute.people + excluded.people`.execute(
    tx.db,
  )
}

/** Days that are over need not be remembered. */
export async function forgetDays(tx: Tx, at: Date): Promise<void> {
  const before = new Date(at.getTime() - 2 * dayMs)
  await sql`delete from portfolio_contact where counted_at < ${before}`.execute(tx.db)
  await sql`delete from portfolio_minute where minute < ${before}`.execute(tx.db)
}
