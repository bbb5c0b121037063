import type { Campaign, CampaignPlan, CampaignStep } from '../../api/campaigns.ts'

export const emptyStep: CampaignStep = { text: '', waitSeconds: 0, templateId: null, variables: {} }

/** A plan that is safe to begin with: those who agreed, a person looks at every draft, nobody is woken up. */
export const emptyPlan = (connectorId: string): CampaignPlan => ({
  name: '',
  kind: 'one_shot',
  goal: '',
  connectorId,
  senderIds: [],
  throughService: false,
  agentId: null,
  audience: { all: [{ field: 'opted_in', is: true }] },
  audienceIsLive: false,
  steps: [emptyStep],
  approval: 'all',
  approvalFirst: 20,
  startsAt: null,
  quiet: { from: 21 * 60, until: 8 * 60 },
  endsAfterDays: null,
})

/** The plan of a campaign that is there already. */
export const planOf = ({
  id: _id,
  state: _state,
  progress: _progress,
  createdAt: _createdAt,
  launchedAt: _launchedAt,
  finishedAt: _finishedAt,
  hold: _hold,
  ...plan
}: Campaign): CampaignPlan => plan

/** An outbound agent words what is left empty, once it knows the goal. */
export const isWorded = ({ agentId, goal }: Pick<CampaignPlan, 'agentId' | 'goal'>): boolean =>
  agentId !== null && goal.trim() !== ''

/** A step says something: a text, or a template with a value for each of its variables. */
export const isSayable = ({ text, templateId, variables }: CampaignStep): boolean =>
  templateId === null ? text.trim() !== '' : Object.values(variables).every((value) => value.trim() !== '')

export interface PartProps {
  plan: CampaignPlan
  change: (part: Partial<CampaignPlan>) => void
}
