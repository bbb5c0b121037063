/** Every address of the app. Screens link by these, never by text of their own. */
export const paths = {
  home: '/',
  inbox: '/inbox',
  conversation: '/inbox/$conversationId',
  contacts: '/contacts',
  contact: '/contacts/$contactId',
  agents: '/agents',
  agent: '/agents/$agentId',
  templates: '/templates',
  connectors: '/connectors',
  newConnector: '/connectors/new',
  connector: '/connectors/$connectorId',
  settings: '/settings',
  signIn: '/sign-in',
  signUp: '/sign-up',
  welcome: '/welcome',
  invitation: '/invitation/$invitationId',
} as const
