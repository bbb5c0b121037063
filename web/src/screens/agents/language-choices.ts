const languages = ['en', 'pt', 'es', 'de', 'fr', 'it', 'nl', 'tr', 'ar', 'hi', 'id', 'pl']

/** Languages an agent may speak, by their name in the language of the screen. */
export function languageChoices(shownIn: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(shownIn, { type: 'language' })
  return languages.map((value) => ({ value, label: names.of(value) ?? value }))
}
