import { z } from 'zod'

/** What is asked of a field of the organization's own. Whoever has no value in it is not meant. */
export const FieldTest = z
  .discriminatedUnion('test', [
    /** The same, whatever its capital letters. */
    z.object({ test: z.literal('equals'), value: z.union([z.string().max(1000), z.number()]) }),
    z.object({ test: z.literal('contains'), value: z.string().trim().min(1).max(200) }),
    /** Days, as `YYYY-MM-DD`. */
    z.object({ test: z.enum(['before', 'after']), value: z.iso.date() }),
    z.object({ test: z.enum(['greater', 'less']), value: z.number() }),
    z.object({ test: z.literal('any_of'), value: z.array(z.string().max(120)).min(1).max(100) }),
    /** Whether there is a value at all. */
    z.object({ test: z.literal('known'), value: z.boolean() }),
  ])
  .meta({ id: 'FieldTest' })
export type FieldTest = z.infer<typeof FieldTest>

/** One thing that is asked of a contact. */
export const ContactCondition = z
  .discriminatedUnion('field', [
    /** `pt` means `pt-BR`, too. */
    z.object({ field: z.literal('language'), is: z.array(z.string().min(2).max(10)).min(1).max(50) }),
    /** Two letters each, as the number tells them. */
    z.object({ field: z.literal('country'), is: z.array(z.string().length(2)).min(1).max(250) }),
    z.object({ field: z.literal('owner'), is: z.array(z.uuid()).min(1).max(200) }),
    /** Has one of these tags. */
    z.object({ field: z.literal('tag'), is: z.array(z.string().min(1).max(40)).min(1).max(100) }),
    z.object({ field: z.literal('own_field'), fieldId: z.uuid(), is: FieldTest }),
    /** A deal of theirs stands in one of these stages. */
    z.object({ field: z.literal('stage'), is: z.array(z.uuid()).min(1).max(100) }),
    /** Came by one of these lists. */
    z.object({ field: z.literal('import'), is: z.array(z.uuid()).min(1).max(50) }),
    /** Where their last word on being written to leaves them. */
    z.object({
      field: z.literal('consent'),
      is: z
        .array(z.enum(['opted_in', 'opted_out', 'none']))
        .min(1)
        .max(3),
    }),
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
