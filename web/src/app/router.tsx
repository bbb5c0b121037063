import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meOptions } from '../api/me.ts'
import { queryClient } from '../api/query-client.ts'
import { paths } from '../ui/paths.ts'
import { Broken } from './Broken.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

/** Those who are signed in and have an organization see the shell; the others are led to what they lack. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meOptions)
    if (!me) throw redirect({ to: paths.signIn, search: { to: location.href } })
    if (!me.organization) throw redirect({ to: paths.welcome })
  },
})

const screen = <const Path extends string>(
  path: Path,
  load: () => Promise<{ Screen: () => React.ReactNode }>,
) => createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, 'Screen') })

const outside = <const Path extends string>(
  path: Path,
  load: () => Promise<{ Screen: () => React.ReactNode }>,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Screen') })

// One screen with and without an open conversation, so that its list keeps its filter and its place.
const inbox = screen(paths.inbox, () => import('../screens/inbox/Inbox.tsx'))

const tree = root.addChildren([
  inside.addChildren([
    screen(paths.home, () => import('../screens/home/Home.tsx')),
    inbox.addChildren([createRoute({ getParentRoute: () => inbox, path: '$conversationId' })]),
    screen(paths.contacts, () => import('../screens/contacts/Contacts.tsx')),
    screen(paths.importContacts, () => import('../screens/contacts/ImportPage.tsx')),
    screen(paths.contact, () => import('../screens/contacts/ContactPage.tsx')),
    screen(paths.mergeContacts, () => import('../screens/contacts/MergePage.tsx')),
    screen(paths.leads, () => import('../screens/leads/Leads.tsx')),
    screen(paths.agents, () => import('../screens/agents/Agents.tsx')),
    screen(paths.outboundAgent, () => import('../screens/agents/OutboundPage.tsx')),
    screen(paths.twin, () => import('../screens/agents/TwinPage.tsx')),
    screen(paths.agent, () => import('../screens/agents/AgentPage.tsx')),
    screen(paths.campaigns, () => import('../screens/campaigns/Campaigns.tsx')),
    screen(paths.newCampaign, () => import('../screens/campaigns/PlanPage.tsx')),
    screen(paths.campaign, () => import('../screens/campaigns/CampaignPage.tsx')),
    screen(paths.campaignPlan, () => import('../screens/campaigns/PlanPage.tsx')),
    screen(paths.templates, () => import('../screens/templates/Templates.tsx')),
    screen(paths.newTemplate, () => import('../screens/templates/Builder.tsx')),
    screen(paths.template, () => import('../screens/templates/TemplatePage.tsx')),
    screen(paths.connectors, () => import('../screens/connectors/Connectors.tsx')),
    screen(paths.newConnector, () => import('../screens/connectors/NewConnector.tsx')),
    screen(paths.connector, () => import('../screens/connectors/ConnectorPage.tsx')),
    screen(paths.settings, () => import('../screens/settings/Settings.tsx')),
  ]),
  outside(paths.signIn, () => import('../screens/sign-in/SignIn.tsx')),
  outside(paths.signUp, () => import('../screens/sign-in/SignUp.tsx')),
  outside(paths.welcome, () => import('../screens/sign-in/Welcome.tsx')),
  outside(paths.invitation, () => import('../screens/sign-in/AcceptInvitation.tsx')),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
