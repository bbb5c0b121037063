import { z } from 'zod'
import { id, operation } from './operation.ts'

/** What messages cost, as Twilio told: sums by currency. */
export const Cost = z
  .object({
    charges: z.array(
      z.object({
        /** ISO 4217. */
        currency: z.string(),
        /** Millionths of the currency's unit, positive for a charge. */
        amountMicro: z.number().int(),
        messages: z.number().int(),
      }),
    ),
    /** Messages that reached Twilio and have no price yet. */
    waiting: z.number().int(),
  })
  .meta({ id: 'Cost' })

const tag = 'Ledger'

export const ledgerOperations = {
  getCampaignCost: operation({
    tag,
    permission: 'campaigns.read',
    id: 'getCampaignCost',
    method: 'GET',
    path: '/api/v1/campaigns/{campaignId}/cost',
    summary: 'What Twilio charged for the messages of a campaign so far',
    params: z.object({ campaignId: id }),
    answer: Cost,
  }),
  getContactCost: operation({
    tag,
    permission: 'contacts.read',
    id: 'getContactCost',
    method: 'GET',
    path: '/api/v1/contacts/{contactId}/cost',
    summary: 'What Twilio charged for the messages to and from a contact',
    params: z.object({ contactId: id }),
    answer: Cost,
  }),
}
