import { readableAddress } from './contact-address.ts'
import { joinWords, type JoinLanguage } from './join-words.ts'
import { joinStyle } from './join-style.ts'

/** What one visitor is shown. */
export interface JoinView {
  language: JoinLanguage
  organization: string
  senderAddress: string
  title: string
  wording: string
  asksNumber: boolean
  /** `thanks`: a number was left. `closed`: nobody can opt in here any more. */
  state: 'ask' | 'thanks' | 'closed'
  chatLink: string
  /** The same link as a drawing: an SVG element of our own making. */
  qr: string
  /** What was typed and could not be read; null when nothing was. */
  wrongNumber: string | null
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (given: string): string => given.replaceAll(/[&<>"']/g, (sign) => escapes[sign]!)

/** The whole page. It needs no script, so the site's strict policy holds for it as it is. */
export function joinPage(view: JoinView): string {
  const { language, organization, title } = view
  const initial = [...organization][0] ?? ''
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${text(title)} · ${text(organization)}</title>
<style>${joinStyle}</style>
</head>
<body>
<main>
<p class="who"><span class="face" aria-hidden="true">${text(initial)}</span>${text(organization)}</p>
${bodyOf(view)}
</main>
</body>
</html>
`
}

function bodyOf(view: JoinView): string {
  const words = joinWords[view.language]
  if (view.state === 'closed') return `<h1>${words.closed}</h1>\n<p>${words.closedText}</p>`
  if (view.state === 'thanks')
    return `<h1>${words.thanks}</h1>\n<p role="status">${words.thanksText}</p>\n<p class="quiet">${words.stop}</p>`
  return `<h1>${text(view.title)}</h1>
<p>${text(words.lead(view.organization, readableAddress(view.senderAddress)))}</p>
<section aria-labelledby="agree"><h2 id="agree">${words.agree}</h2><p class="wording">${text(view.wording)}</p></section>
<a class="go" href="${text(view.chatLink)}">${words.open}</a>
<p class="quiet">${words.how}</p>
<figure><div class="qr" role="img" aria-label="${words.qr}">${view.qr}</div><figcaption>${words.scan}</figcaption></figure>
${view.asksNumber ? formOf(view) : ''}
<p class="quiet">${words.stop}</p>`
}

function formOf({ language, wrongNumber }: JoinView): string {
  const words = joinWords[language]
  const wrong =
    wrongNumber === null ? '' : `<p id="wrong" class="wrong" role="alert">${words.numberWrong}</p>`
  return `<form method="post">
<h2>${words.or}</h2>
<label for="phone">${words.number}</label>
<input id="phone" name="phone" type="tel" autocomplete="tel" inputmode="tel" required maxlength="40" value="${text(wrongNumber ?? '')}" aria-describedby="help${wrong ? ' wrong' : ''}"${wrong ? ' aria-invalid="true"' : ''}>
<p id="help" class="quiet">${words.numberHelp}</p>${wrong}
<button type="submit">${words.send}</button>
</form>`
}
