import { campaignReportOperations } from '@parley/contract/campaign-report.ts'
import { campaignOperations } from '@parley/contract/campaigns.ts'
import type { Clock } from '#platform/clock.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal } from '#platform/refusal.ts'
import { showCampaignCharts } from './campaign-charts.ts'
import { listCampaigns, previewAudience, showCampaign } from './campaigns.ts'
import { exportReport, outcomesOf, reportCampaign } from './campaign-report.ts'
import { readCursor, readNameCursor } from './cursor.ts'
import { listTouches } from './touches.ts'

/** What is shown of campaigns; what changes them is in their own room. */
export function campaignViewRoutes(doors: Doors, clock: Clock): void {
  door(doors, campaignOperations.listCampaigns, ({ principal }) =>
    doors.db.withOrganization(principal.organizationId, async (tx) => ({ items: await listCampaigns(tx) })),
  )
  door(doors, campaignOperations.previewAudience, ({ principal, body: { audience, senderIds } }) =>
    doors.db.withOrganization(principal.organizationId, (tx) =>
      previewAudience(tx, audience, senderIds, clock.now()),
    ),
  )
  door(doors, campaignOperations.getCampaign, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => showCampaign(tx, params.campaignId)),
  )
  door(doors, campaignReportOperations.getCampaignCharts, ({ principal, params }) =>
    doors.db.withOrganization(principal.organizationId, (tx) => showCampaignCharts(tx, params.campaignId)),
  )
  door(doors, campaignOperations.listTouches, async ({ principal, params, query }) => {
    const after = readCursor(query.cursor)
    if (isRefusal(after)) return after
    return await doors.db.withOrganization(principal.organizationId, async (tx) => {
      const campaign = await showCampaign(tx, params.campaignId)
      if (isRefusal(campaign)) return campaign
      return await listTouches(tx, params.campaignId, { ...query, after })
    })
  })
  door(doors, campaignReportOperations.getCampaignReport, async ({ principal, params, query }) => {
    const after = readNameCursor(query.cursor)
    if (isRefusal(after)) return after
    const { campaignId } = params
    return await doors.db.withOrganization(principal.organizationId, async (tx) => {
      const campaign = await showCampaign(tx, campaignId)
      if (isRefusal(campaign)) return campaign
      const { outcome, limit } = query
      const report = await reportCampaign(tx, campaignId, { outcome, after, limit })
      return { ...report, ...(await outcomesOf(tx, [campaignId])).get(campaignId)! }
    })
  })
  door(
    doors,
    campaignReportOperations.exportCampaignReport,
    async ({ principal: { organizationId }, params }) => {
      const { campaignId } = params
      const campaign = await doors.db.withOrganization(organizationId, (tx) => showCampaign(tx, campaignId))
      if (isRefusal(campaign)) return campaign
      return { fileName: `${campaign.name}.csv`, content: exportReport(doors.db, organizationId, campaignId) }
    },
  )
}
