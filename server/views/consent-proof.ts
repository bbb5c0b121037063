import type { ConsentProof } from '@parley/contract/consent.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '#activities/activity.ts'
import { type ConsentRow, consentStanding } from '#contacts/consent.ts'
import type { ConsentSource } from '#contacts/opt-out.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, type Refused } from '#platform/refusal.ts'
import type { Wire } from '#platform/wire.ts'
import { showContact } from './contact-view.ts'
import { loadNames } from './names.ts'

type Proof = Wire<z.input<typeof ConsentProof>>

interface Row extends ConsentRow {
  source: ConsentSource
  wording: string
  place: string
  messageId: string | null
  actorKind: Actor['kind']
  actorId: string | null
  saidSid: string | null
  saidDirection: 'in' | 'out' | null
  saidBody: string | null
  saidAt: Date | null
}

/** Everything that shows what a contact agreed to, oldest first. */
export async function proveConsent(tx: Tx, contactId: string, at: Date): Promise<Proof | Refused> {
  const contact = await showContact(tx, contactId)
  if (isRefusal(contact)) return contact
  const { rows } = await sql<Row>`
    select consent.id, consent.kind, sender_address, source, wording, place, message_id, actor_kind, actor_id, at,
      said.provider_sid as said_sid, said.direction as said_direction, said.body as said_body, said.created_at as said_at
    from consent left join message said on said.organization_id = consent.organization_id and said.id = consent.message_id
    where consent.organization_id = ${tx.organizationId} and consent.contact_id = ${contact.id} order by at, consent.id`.execute(
    tx.db,
  )
  const names = await loadNames(tx)
  const organization = await tx.db
    .selectFrom('ownOrganization')
    .select('name')
    .where('organizationId', '=', tx.organizationId)
    .executeTakeFirst()
  return {
    organization: organization?.name ?? '',
    madeAt: at,
    contact: {
      id: contact.id,
      name: contact.name,
      addresses: contact.identities.map(({ address }) => address),
      createdAt: contact.createdAt,
    },
    standing: consentStanding(rows).standing,
    consents: rows.map((row) => ({
      ...row,
      recordedBy: {
        kind: row.actorKind,
        name: row.actorKind === 'member' && row.actorId !== null ? names.member(row.actorId) : null,
      },
      message:
        row.saidAt === null || row.saidDirection === null
          ? null
          : {
              twilioSid: row.saidSid,
              direction: row.saidDirection,
              body: row.saidBody ?? '',
              at: row.saidAt,
            },
    })),
    closed: contact.optedOut,
  }
}
