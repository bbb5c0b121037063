import { describe, expect, test } from 'vitest'
import { mergeFacts } from '../../server/campaigns/compose-touch.ts'
import { proposeText } from '../../server/campaigns/propose-text.ts'
import { bestSuited } from '../../server/templates/choose-template.ts'
import { salesAgent, salesGoal, salesSteps, salesTemplates, salesVariables } from './northwind.ts'

// Whoever plans a campaign of their own in the demo lets the agent propose and chooses no template: one must be found for each step.

const candidates = salesTemplates.map(({ sid, friendly_name: name, language, variables, types }) => ({
  id: sid,
  name,
  language,
  category: 'MARKETING',
  body: types['twilio/text'].body,
  variables: (['1', '2'] as const).map((key) => ({
    key,
    sample: variables[key],
    name: salesVariables[key],
  })),
}))
const facts = { first_name: 'Ana', name: 'Ana Souza', 'lead.title': 'Wallbox', 'org.visit': 'it is free' }

describe.each(['en', 'pt_BR', 'de'])('what the agent proposes in %s', (language) => {
  test.each(salesSteps.map((name, step) => ({ name, step })))('is said by $name', ({ name, step }) => {
    const agent = { ...salesAgent, id: 'agent', connectorId: null } as never
    const { text } = mergeFacts(proposeText(agent, salesGoal, language, step), facts)
    const known = { 'contact.name': facts.name, 'contact.first_name': 'Ana', 'lead.title': 'Wallbox' }
    const best = bestSuited({ text, language, categories: ['MARKETING'], facts: known }, candidates)
    const chosen = candidates.find(({ id }) => 'id' in best && id === best.id)
    expect(chosen).toMatchObject({ name, language })
    expect(best).toMatchObject({ values: { '1': 'Ana', '2': 'Wallbox' } })
  })
})
