import { type Role, permissions } from '@parley/contract/permissions.ts'
import type { Tx } from '#platform/db.ts'
import { listMembers } from './store.ts'

/** The names of an organization's members by member id. Former members are absent. */
export async function memberNames(tx: Tx): Promise<Map<string, string>> {
  return new Map((await listMembers(tx)).map((member) => [member.memberId, member.name]))
}

/** Names and e-mail addresses of an organization's members by member id. Former members are absent. */
export async function peopleOf(tx: Tx): Promise<Map<string, { name: string; email: string }>> {
  return new Map((await listMembers(tx)).map(({ memberId, name, email }) => [memberId, { name, email }]))
}

/** Member ids of those who may answer guests: whom to tell when nobody in particular is responsible. */
export async function membersWhoAnswer(tx: Tx): Promise<string[]> {
  return await membersWith(tx, permissions['conversations.answer'])
}

/** Member ids of owners and admins: whom to tell when a connector fails. */
export async function administrators(tx: Tx): Promise<string[]> {
  return await membersWith(tx, permissions['connectors.manage'])
}

async function membersWith(tx: Tx, roles: readonly Role[]): Promise<string[]> {
  return (await listMembers(tx))
    .filter((member) => roles.includes(member.role))
    .map((member) => member.memberId)
}

/** Member ids of those who may answer, by their e-mail address in lower case. */
export async function emailsOfMembers(tx: Tx): Promise<Map<string, string>> {
  const answering = (await listMembers(tx)).filter(({ role }) =>
    permissions['conversations.answer'].includes(role),
  )
  return new Map(answering.map(({ email, memberId }) => [email.toLowerCase(), memberId]))
}
