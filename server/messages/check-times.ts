import { sql } from 'kysely'
import { quietSeconds } from './message.ts'

// When Twilio is asked about an attempt of ours, counted from its marker on the database's clock. Each stands for the
// row `attempt` of the statement around it, and is null when the attempt is not asked about any more.

const minute = 60
const hour = 60 * minute
/** Seconds after the marker at which an accepted attempt is asked about. A blocked phone leaves it at `sent` for ever. */
const acceptedSeconds = [10 * minute, hour, 24 * hour, 72 * hour]
/** What Twilio's list has not shown by then it never will. */
const unknownSeconds = 72 * hour

/** For an attempt that Twilio has: the first of the fixed instants that is still to come. */
export const nextAcceptedCheck = sql<Date | null>`(
  select min(attempt.dispatched_at + step * interval '1 s') from unnest(${acceptedSeconds}::int[]) as step
  where attempt.dispatched_at + step * interval '1 s' > now())`

/** For one whose outcome is unknown: twice as long after each look, with one as soon as the quiet time is over. */
export const nextUnknownCheck = sql<Date | null>`case
  when attempt.dispatched_at + ${unknownSeconds} * interval '1 s' <= now() then null
  when attempt.dispatched_at + ${quietSeconds} * interval '1 s' > now() then least(
    now() + 20 * power(2, attempt.checks) * interval '1 s', attempt.dispatched_at + ${quietSeconds + 1} * interval '1 s')
  else now() + least(20 * power(2, attempt.checks), ${hour}) * interval '1 s' end`
