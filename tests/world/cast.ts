import { frontDeskKnowledge, housekeepingKnowledge } from './aurora-knowledge.ts'
import { salesTemplates } from './northwind.ts'

/** The account of the simulator that every organization of the world uses. */
export const twilioAccount = {
  sid: process.env['SIMULATOR_ACCOUNT_SID'] ?? 'AC00000000000000000000000000000001',
  token: process.env['SIMULATOR_AUTH_TOKEN'] ?? '00000000000000000000000000000001',
}

export const password = 'parley-demo'

/** Two organizations and a stranger's, each with its people. */
export const organizations = {
  aurora: {
    name: 'Hotel Aurora',
    owner: { name: 'Marta Aurora', email: 'owner@aurora.test' },
    connector: 'Hotel Aurora',
    service: null,
    senders: ['whatsapp:+12025550101', 'whatsapp:+12025550102'],
    agents: [
      { name: 'Front desk', sender: 'whatsapp:+12025550101', knowledge: frontDeskKnowledge, welcome: '' },
      {
        name: 'Housekeeping',
        sender: 'whatsapp:+12025550102',
        knowledge: housekeepingKnowledge,
        welcome: '',
      },
    ],
  },
  northwind: {
    name: 'Northwind Sales',
    owner: { name: 'Nils Northwind', email: 'owner@northwind.test' },
    connector: 'Northwind Sales',
    service: 'MG00000000000000000000000000000001',
    senders: ['whatsapp:+12025550111', 'whatsapp:+12025550112'],
    agents: [],
  },
  stranger: {
    name: 'A Stranger’s Company',
    owner: { name: 'Stefan Stranger', email: 'owner@stranger.test' },
    connector: null,
    service: null,
    senders: [],
    agents: [],
  },
} as const

/** Guests and leads who hold a phone of the simulator. */
export const phones = {
  ana: { address: 'whatsapp:+5511987654321', profile_name: 'Ana Souza' },
  bruno: { address: 'whatsapp:+4915112345678', profile_name: 'Bruno Keller' },
  carla: { address: 'whatsapp:+351912345678', profile_name: 'Carla Reis' },
  /** Hides her number: WhatsApp gives a business-scoped id instead. */
  dana: { address: 'whatsapp:US.4f7Q2mZ8kd31', profile_name: 'Dana' },
} as const

/** People Northwind deals with: whether they agreed and where, and the deal that is on with them. */
export const leads = [
  {
    name: 'Ana Souza',
    phone: '+5511987654321',
    agreed: 'Stand at the fair',
    stage: 'Proposal',
    title: 'Solar roof',
    value: 18_500,
  },
  {
    name: 'Bruno Keller',
    phone: '+4915112345678',
    agreed: 'Form on the website',
    stage: 'Proposal',
    title: 'Heat pump',
    value: 12_900,
  },
  {
    name: 'Caio Lima',
    phone: '+5521998877665',
    agreed: 'Form on the website',
    stage: 'Qualified',
    title: 'Battery',
    value: 7_400,
  },
  {
    name: 'Dieter Vogt',
    phone: '+4917612345670',
    agreed: null,
    stage: 'Proposal',
    title: 'Wall box',
    value: 1_900,
  },
  {
    name: 'Elena Prado',
    phone: '+5531991112233',
    agreed: 'Stand at the fair',
    stage: 'New',
    title: 'Solar roof',
    value: null,
  },
  {
    name: 'Fiona Walsh',
    phone: '+13125550142',
    agreed: 'On the phone',
    stage: 'Won',
    title: 'Heat pump',
    value: 14_200,
  },
] as const

/** Contents of the Twilio account, with what Meta said of them. */
export const templates = [
  {
    sid: 'HX00000000000000000000000000000101',
    friendly_name: 'booking_confirmed',
    language: 'en',
    variables: { '1': 'Ana', '2': 'Friday, 4 December' },
    types: {
      'twilio/quick-reply': {
        body: 'Hello {{1}}, your room at Hotel Aurora is booked for {{2}}. Is there anything we can prepare?',
        actions: [
          { title: 'Late arrival', id: 'late' },
          { title: 'All is well', id: 'well' },
        ],
      },
    },
    approval: { name: 'booking_confirmed', category: 'UTILITY', status: 'approved' },
  },
  {
    sid: 'HX00000000000000000000000000000102',
    friendly_name: 'booking_confirmed',
    language: 'pt_BR',
    variables: { '1': 'Ana', '2': 'sexta-feira, 4 de dezembro' },
    types: {
      'twilio/text': {
        body: 'Olá {{1}}, seu quarto no Hotel Aurora está reservado para {{2}}. Podemos preparar algo?',
      },
    },
    approval: { name: 'booking_confirmed', category: 'UTILITY', status: 'pending' },
  },
  {
    sid: 'HX00000000000000000000000000000103',
    friendly_name: 'spring_offer',
    language: 'en',
    variables: { '1': 'Ana' },
    types: {
      'twilio/card': {
        title: 'Spring at the lake, {{1}}',
        subtitle: 'Reply STOP to hear no more',
        actions: [{ type: 'URL', title: 'See the rooms', url: 'https://aurora.test/spring' }],
      },
    },
    approval: {
      name: 'spring_offer',
      category: 'MARKETING',
      status: 'rejected',
      rejection_reason: 'PROMOTIONAL: say what the offer is and until when.',
    },
  },
  ...salesTemplates,
] as const
