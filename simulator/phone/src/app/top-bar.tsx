import { useConnected } from '../api/live.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useWords } from '../words/language.tsx'
import { pages, pathOf, type Page } from './use-page.ts'
import { useTheme } from './use-theme.ts'

const icons: Record<Page, IconName> = {
  phones: 'phone',
  templates: 'template',
  requests: 'log',
  clock: 'clock',
  faults: 'fault',
  senders: 'sender',
}

type Props = { page: Page; go: (page: Page) => void }

/** The name of the place, its pages, whether news arrive, language and colours. */
export function TopBar({ page, go }: Props) {
  const { say, switchLanguage, language } = useWords()
  const [theme, nextTheme] = useTheme()
  return (
    <header className="top-bar">
      <h1 className="top-name">
        <img src="/simulator/mark.svg" alt="" width="24" height="24" />
        <span>{say('app.name')}</span>
      </h1>
      <nav className="top-nav" aria-label={say('app.nav')}>
        {pages.map((one) => (
          <a
            key={one}
            href={pathOf(one)}
            aria-current={one === page ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              go(one)
            }}
          >
            <Icon name={icons[one]} size={18} />
            <span>{say(`app.${one}`)}</span>
          </a>
        ))}
      </nav>
      <div className="top-tools">
        <LiveMark />
        <button
          type="button"
          className="language-button"
          aria-label={`${language === 'en' ? 'PT' : 'EN'}: ${say('app.language')}`}
          lang={language === 'en' ? 'pt' : 'en'}
          onClick={switchLanguage}
        >
          <span className="wide-words">{say('app.language')}</span>
          <span className="narrow-words" aria-hidden="true">
            {language === 'en' ? 'PT' : 'EN'}
          </span>
        </button>
        <IconButton
          icon="theme"
          label={say('app.theme', { theme: say(`app.theme.${theme}`) })}
          onClick={nextTheme}
        />
      </div>
    </header>
  )
}

function LiveMark() {
  const connected = useConnected()
  const { say } = useWords()
  return (
    <span className={`live-mark ${connected ? 'on' : 'off'}`} role="status">
      <span className="live-dot" aria-hidden="true" />
      <span className={connected ? 'wide-words' : ''}>
        {say(connected ? 'app.live' : 'app.reconnecting')}
      </span>
    </span>
  )
}
