import { languageName } from '../../ui/names.ts'

/** Languages in which Meta takes templates, as it spells them; the frequent ones. */
const spoken =
  'en en_US en_GB pt_BR pt_PT es es_ES es_MX es_AR de fr it nl pl ro cs sv da nb fi el tr ru uk ar he hi id ms th vi ja ko zh_CN zh_TW'

export const nameOfLanguage = (language: string): string => languageName(language.replace('_', '-'))

/** Languages to choose from, by name. */
export const languageChoices = (without: readonly string[]): { value: string; label: string }[] =>
  spoken
    .split(' ')
    .filter((language) => !without.includes(language))
    .map((value) => ({ value, label: nameOfLanguage(value) }))
    .sort((a, b) => a.label.localeCompare(b.label))
