import { useEffect, useState } from 'react'

const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const remembered = 'simulator-theme'

/** The colours on screen, and a step to the next choice: as the system → light → dark. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(
    () => themes.find((one) => one === localStorage.getItem(remembered)) ?? 'auto',
  )
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    localStorage.setItem(remembered, theme)
  }, [theme])
  const next = () => setTheme(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto')
  return [theme, next]
}
