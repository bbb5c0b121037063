import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Workspaces, and which others each may import. A workspace is a wall that the runtime holds too. */
const workspaces: Record<string, readonly string[]> = {
  contract: [],
  simulator: [],
  sdk: [],
  web: ['sdk', 'contract'],
  server: ['contract'],
}

/** The rooms of the server from the ground up. Each floor imports only lower ones; rooms on one floor are strangers. */
const floors: readonly (readonly string[])[] = [
  ['platform'],
  ['twilio'],
  ['organizations', 'ledger'],
  ['notifications'],
  ['activities'],
  ['connectors', 'contacts'],
  ['agents', 'templates', 'leads'],
  ['conversations'],
  ['messages', 'audiences'],
  ['campaigns', 'replies'],
  ['views'],
  ['app'],
]

/** Only `app` may take these across folders: they are a room's own SQL and its doors. (The platform's are tools.) */
const doors = /(^|\/)([a-z-]+-)?(store|routes|jobs)\.ts$/

/** Who writes a table. Everyone above may read it. */
const writers: Record<string, string> = {
  event: 'platform',
  organization_key: 'platform',
  idempotency: 'platform',
  connector: 'connectors',
  webhook_route: 'connectors',
  sender: 'connectors',
  sender_claim: 'connectors',
  agent: 'agents',
  article: 'agents',
  passage: 'agents',
  channel: 'agents',
  outbound_voice: 'agents',
  twin: 'agents',
  twin_contact: 'agents',
  template: 'templates',
  contact: 'contacts',
  contact_identity: 'contacts',
  merged_contact: 'contacts',
  contact_field: 'contacts',
  saved_filter: 'audiences',
  consent: 'contacts',
  suppression: 'contacts',
  contact_import: 'contacts',
  contact_import_problem: 'contacts',
  consent_settings: 'contacts',
  opt_in_page: 'contacts',
  opt_in_wording: 'contacts',
  opt_in_route: 'contacts',
  opt_in_question: 'contacts',
  imported_opt_out: 'contacts',
  pipeline: 'leads',
  stage: 'leads',
  lead: 'leads',
  activity: 'activities',
  notification: 'activities',
  notification_preference: 'notifications',
  notification_settings: 'notifications',
  notification_delivery: 'notifications',
  push_subscription: 'notifications',
  push_identity: 'notifications',
  mail_off: 'notifications',
  outgoing_webhook: 'notifications',
  conversation: 'conversations',
  note: 'conversations',
  joined_conversation: 'conversations',
  inbound_event: 'messages',
  inbound_batch: 'messages',
  report_batch: 'messages',
  inbound_waiting: 'messages',
  quarantine: 'messages',
  lane: 'messages',
  permit: 'messages',
  portfolio_contact: 'messages',
  portfolio_minute: 'messages',
  message: 'messages',
  attempt: 'messages',
  delivery_status: 'messages',
  orphan_status: 'messages',
  media: 'messages',
  upload: 'messages',
  turn: 'replies',
  campaign_settings: 'campaigns',
  campaign: 'campaigns',
  recipient: 'campaigns',
  touch: 'campaigns',
  ledger_entry: 'ledger',
}

/**
 * What in the web reaches a server without the SDK, and may: the browser itself follows a link to a file or keeps a stream
 * open, and a file that a contact sent lies at a signed address.
 */
const pastTheSdk: Record<string, readonly string[]> = {
  'web/src/api/live.ts': ['new EventSource('],
  'web/src/screens/inbox/ContactCards.tsx': ['fetch('],
  'web/src/screens/contacts/ConsentCard.tsx': ['`/api/'],
  'web/src/screens/contacts/ImportOutcome.tsx': ['`/api/'],
  'web/src/screens/settings/SuppressionLists.tsx': ['`/api/'],
  'web/src/screens/settings/Keys.tsx': ['"/api/'],
  'web/src/screens/campaigns/Report.tsx': ['`/api/'],
}

/** Ways to a server beside the SDK that a text has. A type of the SDK names a path too, and a call through it does. */
const besidesTheSdk = (text: string): string[] =>
  [
    ...text
      .replaceAll(/\bparley\s*\.\s*(?:GET|POST|PUT|PATCH|DELETE)\(\s*['`]\/api\//g, '')
      .replaceAll(/(?:\[|\bGet<|\bAnswer<|\bJson<)'\/api\//g, '')
      .replaceAll(/new EventSource\('\/api\//g, 'new EventSource(')
      .matchAll(/\bfetch\(|new EventSource\(|XMLHttpRequest|sendBeacon|new WebSocket\(|['"`]\/api\//g),
  ].map((match) => match[0])

interface Source {
  file: string
  text: string
  imports: string[]
}

function sourcesUnder(folder: string): Source[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|\/dist\/|\/generated\/|\.test\.ts$/.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!)
      return { file: relative(root, path), text, imports }
    })
}

/** The file of ours an import means, or undefined for a package. */
function target(source: Source, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(source.file), specifier))
  const workspace = source.file.split('/')[0]!
  if (specifier.startsWith('#')) return join(workspace, specifier.slice(1))
  const own = /^@parley\/([a-z]+)(?:\/(.*))?$/.exec(specifier)
  return own ? join(own[1]!, own[2] ?? 'src/client.ts') : undefined
}

const all = Object.keys(workspaces).flatMap(sourcesUnder)
const arrows = all.flatMap((source) =>
  source.imports.flatMap((specifier) => {
    const to = target(source, specifier)
    return to === undefined ? [] : [{ from: source.file, to }]
  }),
)

describe('the architecture', () => {
  test('there is something to look at', () => {
    expect(all.length).toBeGreaterThan(50)
    expect(arrows.some(({ from, to }) => from.startsWith('server/') && to.startsWith('contract/'))).toBe(true)
  })

  test('workspaces import only what the table allows', () => {
    const wrong = arrows.filter(({ from, to }) => {
      const [mine, theirs] = [from.split('/')[0]!, to.split('/')[0]!]
      return mine !== theirs && !workspaces[mine]!.includes(theirs)
    })
    expect(wrong).toEqual([])
  })

  test('arrows in the server point down', () => {
    const floorOf = (room: string) => floors.findIndex((floor) => floor.includes(room))
    const wrong = arrows.filter(({ from, to }) => {
      const [, mine, rest] = from.split('/')
      const [workspace, theirs, theirRest] = to.split('/')
      if (!from.startsWith('server/') || workspace !== 'server' || !rest || !theirRest || mine === theirs)
        return false
      return floorOf(theirs!) === -1 || floorOf(mine!) === -1 || floorOf(theirs!) >= floorOf(mine!)
    })
    expect(wrong).toEqual([])
  })

  test('stores and doors stay in their room', () => {
    const wrong = arrows.filter(({ from, to }) => {
      if (!from.startsWith('server/') || !doors.test(to) || to.startsWith('server/platform/')) return false
      return dirname(from) !== dirname(to) && !from.startsWith('server/app/')
    })
    expect(wrong).toEqual([])
  })

  test('no import runs in a circle, type imports included', () => {
    expect(circles(arrows)).toEqual([])
  })

  test('each table is written by one room', () => {
    const statement =
      /(?:insertInto|updateTable|deleteFrom)\('([a-zA-Z_]+)'|(?:insert into|update|delete from)\s+([a-z_]+)\b(?=\s|\()/g
    const wrong = all
      .filter((source) => source.file.startsWith('server/'))
      .flatMap((source) =>
        [...source.text.matchAll(statement)]
          .map((match) => snake(match[1] ?? match[2]!))
          .filter((table) => table in writers && writers[table] !== source.file.split('/')[1])
          .map((table) => `${source.file} writes ${table}`),
      )
    expect(wrong).toEqual([])
  })

  test('every table has its one room, and no other is named', () => {
    const generated = readFileSync(join(root, 'server/platform/tables.generated.ts'), 'utf8')
    const listed = /export interface Tables \{([^}]*)\}/.exec(generated)?.[1] ?? ''
    const names = [...listed.matchAll(/^ {2}(\w+): /gm)].map((match) => snake(match[1]!))
    expect(names.length).toBeGreaterThan(30)
    const migrations = readdirSync(join(root, 'server/migrations'))
      .map((file) => readFileSync(join(root, 'server/migrations', file), 'utf8'))
      .join('\n')
    const views = [...migrations.matchAll(/create (?:or replace )?view (\w+)/g)].map((match) => match[1]!)
    const tables = names.filter((name) => !views.includes(name))
    expect(Object.keys(writers).toSorted()).toEqual(tables.toSorted())
  })

  test('no file is named like a drawer, and no folder has a barrel', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|types|interfaces|manager|service|base|misc|index)\.tsx?$/
    expect(all.map((source) => source.file).filter((file) => drawers.test(file))).toEqual([])
  })

  test('the web speaks to the server through the generated SDK only', () => {
    const web = all.filter(({ file }) => file.startsWith('web/src/'))
    const called = web.filter(({ text }) => /\bparley\.(GET|POST|PUT|PATCH|DELETE)\(/.test(text))
    expect(called.length).toBeGreaterThan(20)
    const wrong = web
      .map(({ file, text }) => ({ file, besides: besidesTheSdk(text) }))
      .filter(({ file, besides }) => (pastTheSdk[file] ?? []).join() !== besides.join())
    expect(wrong).toEqual([])
  })

  test('screens of the web never import each other, and nothing imports the app', () => {
    const wrong = arrows.filter(({ from, to }) => {
      const [mine, theirs] = [from, to].map((file) => /^web\/src\/([^/]+)(?:\/([^/]+))?/.exec(file))
      if (!mine || !theirs || mine[1] === 'main.tsx') return false
      if (mine[1] === 'screens')
        return theirs[1] === 'app' || (theirs[1] === 'screens' && mine[2] !== theirs[2])
      if (mine[1] === 'app') return false
      return theirs[1] === 'app' || theirs[1] === 'screens'
    })
    expect(wrong).toEqual([])
  })
})

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Groups of files that reach themselves (Tarjan's strongly connected components of more than one file). */
function circles(edges: readonly { from: string; to: string }[]): string[][] {
  const next = Map.groupBy(edges, (edge) => edge.from)
  const state = new Map<string, { order: number; low: number; open: boolean }>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string) => {
    const mine = { order: state.size, low: state.size, open: true }
    state.set(file, mine)
    stack.push(file)
    for (const { to } of next.get(file) ?? []) {
      const seen = state.get(to) ?? visit(to)
      if (seen.open) mine.low = Math.min(mine.low, seen.low)
    }
    if (mine.low === mine.order) {
      const group = stack.splice(stack.indexOf(file))
      for (const member of group) state.get(member)!.open = false
      if (group.length > 1) found.push(group)
    }
    return mine
  }
  for (const file of next.keys()) if (!state.has(file)) visit(file)
  return found
}
