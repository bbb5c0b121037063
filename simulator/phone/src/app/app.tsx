import './app.css'
import { ClockProvider } from '../api/clock.tsx'
import { LiveProvider } from '../api/live.tsx'
import { ClockScreen } from '../clock/clock-screen.tsx'
import { FaultsScreen } from '../faults/faults-screen.tsx'
import { PhonesScreen } from '../phones/phones-screen.tsx'
import { RequestsScreen } from '../requests/requests-screen.tsx'
import { SendersScreen } from '../senders/senders-screen.tsx'
import { TemplatesScreen } from '../templates/templates-screen.tsx'
import { LanguageProvider } from '../words/language.tsx'
import { TopBar } from './top-bar.tsx'
import { usePage, type Page } from './use-page.ts'

const screens: Record<Page, () => React.ReactNode> = {
  phones: PhonesScreen,
  templates: TemplatesScreen,
  requests: RequestsScreen,
  clock: ClockScreen,
  faults: FaultsScreen,
  senders: SendersScreen,
}

export function App() {
  return (
    <LanguageProvider>
      <LiveProvider>
        <ClockProvider>
          <Shell />
        </ClockProvider>
      </LiveProvider>
    </LanguageProvider>
  )
}

function Shell() {
  const [page, go] = usePage()
  const Screen = screens[page]
  return (
    <div className="shell">
      <TopBar page={page} go={go} />
      <main className={`screen screen-${page}`} tabIndex={page === 'phones' ? undefined : 0}>
        <Screen />
      </main>
    </div>
  )
}
