import type { Principal } from '#platform/principal.ts'
import type { Actor } from './activity.ts'

/** Who did it, when a request did: the member, or the organization's key. */
export const actorOf = (principal: Principal): Actor => ({ kind: principal.kind, id: principal.memberId })
