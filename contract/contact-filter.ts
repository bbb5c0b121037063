import { z } from 'zod'

/** One thing that is asked of a contact. */
export const ContactCondition = z
  .discriminatedUnion('field', [
    z.object({ field: z.literal('language'), is: z.array(z.string().min(2).max(10)).min(1).max(50) }),
    /** Two letters each, by the country code of the number. */
    z.object({ field: z.literal('country'), is: z.array(z.string().length(2)).min(1).max(250) }),
    z.object({ field: z.literal('owner'), is: z.array(z.uuid()).min(1).max(200) }),
    /** A deal of theirs stands in one of these stages. */
    z.object({ field: z.literal('stage'), is: z.array(z.uuid()).min(1).max(100) }),
    z.object({ field: z.literal('opted_in'), is: z.boolean() }),
    z.object({ field: z.literal('has_written'), is: z.boolean() }),
    z.object({ field: z.literal('search'), is: z.string().trim().min(1).max(200) }),
  ])
  .meta({ id: 'ContactCondition' })

/** Contacts for whom every condition holds; without any, all contacts. */
export const ContactFilter = z
  .object({ all: z.array(ContactCondition).max(30).default([]) })
  .meta({ id: 'ContactFilter' })
export type ContactFilter = z.infer<typeof ContactFilter>
export type ContactCondition = z.infer<typeof ContactCondition>
