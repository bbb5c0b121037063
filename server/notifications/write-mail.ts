import { type About, pathOf, quoteOf, sentenceOf } from './about.ts'
import type { Language } from './kinds.ts'
import { words } from './mail-words.ts'

export interface Mail {
  subject: string
  text: string
  html: string
}

interface Place {
  publicUrl: string
  organization: string
  language: Language
  showsText: boolean
}

/** As many are spelled out; the rest stands in the app. */
const mostShown = 20
/** Where a member chooses what they are told. */
export const preferencesUrl = (publicUrl: string) => `${publicUrl}/settings?tab=notifications`

/** One mail about everything that gathered for a member, in their language. */
export function writeMail(items: readonly About[], place: Place): Mail {
  const { language, publicUrl, showsText } = place
  const told = items.slice(0, mostShown).map((about) => ({
    sentence: sentenceOf(about, language),
    quote: showsText ? quoteOf(about.text) : '',
    url: `${publicUrl}${pathOf(about)}`,
  }))
  const [only] = told
  const title = items.length === 1 && only ? only.sentence : words[language].several(items.length)
  return layOut(title, items.length === 1 ? told.map((one) => ({ ...one, sentence: '' })) : told, place)
}

/** A mail that shows that mail arrives. */
export function writeTestMail(place: Place): Mail {
  const { title, text } = words[place.language].test
  return layOut(title, [{ sentence: '', quote: text, url: `${place.publicUrl}/` }], place)
}

interface Told {
  /** Empty when the title says it already. */
  sentence: string
  quote: string
  url: string
}

function layOut(title: string, told: readonly Told[], { language, publicUrl, organization }: Place): Mail {
  const { open, why, change } = words[language]
  const settings = preferencesUrl(publicUrl)
  const plain = told.map(({ sentence, quote, url }) =>
    [sentence, quote === '' ? '' : `“${quote}”`, url].filter((line) => line !== '').join('\n'),
  )
  const rich = told.map(({ sentence, quote, url }) => [
    sentence === '' ? '' : `<p style="margin:24px 0 4px;font-weight:600">${escapeHtml(sentence)}</p>`,
    quote === '' ? '' : `<p style="${quoteStyle}">${escapeHtml(quote)}</p>`,
    `<p style="margin:8px 0"><a href="${escapeHtml(url)}" style="color:#0b6b45">${escapeHtml(open)}</a></p>`,
  ])
  return {
    subject: `${title} · ${organization}`,
    text: `${[title, ...plain, `${why(organization)}\n${change}: ${settings}`].join('\n\n')}\n`,
    html:
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>` +
      `<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1d2621;background:#ffffff">` +
      `<div style="max-width:560px;margin:0 auto"><h1 style="font-size:20px;margin:0 0 12px">${escapeHtml(title)}</h1>${rich.flat().join('')}` +
      `<p style="margin:32px 0 0;font-size:13px;color:#5b665f">${escapeHtml(why(organization))} ` +
      `<a href="${escapeHtml(settings)}" style="color:#5b665f">${escapeHtml(change)}</a></p></div></body></html>`,
  }
}

const quoteStyle = 'margin:4px 0 8px;padding-left:12px;border-left:3px solid #9db8a9'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
