/** The member beside the owner, and whose twin does what. */
export const nora = { name: 'Nora Nilsen', email: 'nora@northwind.test' }

const first = {
  br: 'Aline Bia Cauã Davi Ester Fábio Gabi Heitor Íris Joana Kauê Lara Murilo Nina Otávio Paula Rafael Sofia Tainá Vítor'.split(
    ' ',
  ),
  de: 'Anke Bernd Claudia Dirk Elke Frank Greta Holger Ina Jürgen Karin Lutz Monika Nico Olga Peter Ralf Silke Tom Ute'.split(
    ' ',
  ),
}
const last = {
  br: 'Almeida Barros Campos Duarte Esteves Farias Gomes'.split(' '),
  de: 'Albrecht Bauer Conrad Dorn Engel Franke Groß'.split(' '),
}
/** In the language of those who read them: they stand in what is sent. */
const deals = {
  br: ['Telhado solar', 'Bomba de calor', 'Bateria', 'Wallbox', 'Kit de varanda'],
  de: ['Solardach', 'Wärmepumpe', 'Batteriespeicher', 'Wallbox', 'Balkonkraftwerk'],
}
const stages = ['New', 'Qualified', 'Proposal', 'Proposal', 'Won', 'Lost']
const places = ['Form on the website', 'Stand at the fair', 'On the phone']

export interface SalesLead {
  name: string
  phone: string
  language: 'pt_BR' | 'de'
  /** Where they agreed; null: nobody asked them. */
  agreed: string | null
  /** They agreed once and said no later. */
  optedOut: boolean
  stage: string
  title: string
  value: number
  /** Whose contact they are. */
  owner: 'nils' | 'nora'
}

/** Forty people in Brazil and Germany over the whole pipeline: most agreed, some were never asked, a few said no. */
export const salesLeads: readonly SalesLead[] = (['br', 'de'] as const).flatMap((country) =>
  first[country].map((name, at): SalesLead => {
    const asked = at % 4 !== 3
    return {
      name: `${name} ${last[country][at % 7]!}`,
      phone: country === 'br' ? `+5511960000${100 + at}` : `+4917000001${100 + at}`,
      language: country === 'br' ? 'pt_BR' : 'de',
      agreed: asked ? places[at % 3]! : null,
      optedOut: asked && at % 10 === 6,
      stage: stages[at % 6]!,
      title: deals[country][at % 5]!,
      value: 1_500 + at * 850,
      owner: at % 2 === 0 ? 'nils' : 'nora',
    }
  }),
)

/** The voice of Northwind. */
export const salesAgent = {
  name: 'Northwind outbound',
  language: 'en',
  brief:
    'Northwind Sales plans and installs solar roofs, heat pumps, batteries and wall boxes for private homes in Brazil and Germany. A visit on site costs nothing and takes about one hour.',
  instructions:
    'Friendly and brief. One question at the end. No pressure, no superlatives. Speak of the project by the name it has in the lead.',
  facts: [
    {
      name: 'warranty',
      value: '10 years of warranty on every installation',
      source: 'Terms of 2026, section 4',
    },
    { name: 'visit', value: 'the visit on site is free', source: 'Price list 2026' },
    { name: 'hours', value: 'Monday to Friday, 9:00 to 17:00', source: 'Website, contact page' },
  ],
  tones: [
    {
      language: 'en',
      tone: 'Warm and plain.',
      greeting: 'Hi {{first_name|there}},',
      closing: 'Northwind Sales',
    },
    {
      language: 'pt',
      tone: 'Cordial, “você”.',
      greeting: 'Olá {{first_name|tudo bem}},',
      closing: 'Equipe Northwind',
    },
    {
      language: 'de',
      tone: 'Freundlich, per Sie.',
      greeting: 'Guten Tag {{name|zusammen}},',
      closing: 'Ihr Northwind-Team',
    },
  ],
}

export const salesGoal = 'Ask for a decision on the proposal and offer a call'

/** What the twins know. */
export const twinKnowledge = {
  nils: [
    ['Where I am', 'I am in the office in Hamburg from Monday to Thursday, and on site on Fridays.'],
    [
      'How an installation goes',
      'First we visit you, then we plan, and a team installs the roof within one day.',
    ],
    ['Documents', 'For planning I need a photo of the meter cabinet and the floor plan of the roof.'],
  ],
  nora: [
    ['Where I am', 'I visit clients in São Paulo and answer messages in the afternoon.'],
    ['Next steps', 'After the visit you receive a plan with drawings, which we go through together.'],
  ],
} as const

const samples = {
  en: ['Ana', 'Solar roof'],
  pt_BR: ['Ana', 'Telhado solar'],
  de: ['Ana', 'Solardach'],
} as const

const said = (name: string, sids: number, bodies: Readonly<Record<keyof typeof samples, string>>) =>
  (Object.keys(samples) as (keyof typeof samples)[]).map((language, at) => ({
    sid: `HX${String(sids + at).padStart(32, '0')}`,
    friendly_name: name,
    language,
    variables: { '1': samples[language][0], '2': samples[language][1] },
    types: { 'twilio/text': { body: bodies[language] } },
    approval: { name, category: 'MARKETING', status: 'approved' },
  }))

/** What the plan says at each of its steps to those who are silent: the same as the agent proposes to the others. */
export const salesSteps = ['proposal_sent', 'proposal_questions', 'proposal_kept_open'] as const

/** A template for each step, in three languages, approved. */
export const salesTemplates = [
  ...said(salesSteps[0], 111, {
    en: 'Hello {{1}}, your proposal for {{2}} is with you. Is there anything you would like us to explain or change?',
    pt_BR:
      'Olá {{1}}, a nossa proposta para {{2}} está com você. Quer que a gente explique ou ajuste alguma coisa?',
    de: 'Guten Tag {{1}}, unser Angebot für {{2}} liegt bei Ihnen. Sollen wir Ihnen etwas erklären oder ändern?',
  }),
  ...said(salesSteps[1], 114, {
    en: 'Hello {{1}}, did you have time to look at our proposal for {{2}}? Tell us what is still open for you, and we explain it.',
    pt_BR:
      'Olá {{1}}, você conseguiu ver a nossa proposta para {{2}}? Conte o que ainda falta para decidir, e nós explicamos.',
    de: 'Guten Tag {{1}}, konnten Sie unser Angebot für {{2}} schon ansehen? Schreiben Sie uns, was für Sie noch offen ist, wir erklären es gern.',
  }),
  ...said(salesSteps[2], 117, {
    en: 'Hello {{1}}, shall we keep our proposal for {{2}} open for you, or is it not the right moment? A short yes or no is enough.',
    pt_BR:
      'Olá {{1}}, mantemos a proposta para {{2}} em aberto, ou não é o momento certo? Um sim ou não já basta.',
    de: 'Guten Tag {{1}}, sollen wir unser Angebot für {{2}} offen halten, oder passt es gerade nicht? Ein kurzes Ja oder Nein genügt.',
  }),
] as const

/** What their variables mean. Twilio keeps none of it, so each organization says it for itself. */
export const salesVariables = { '1': 'contact.first_name', '2': 'lead.title' } as const
