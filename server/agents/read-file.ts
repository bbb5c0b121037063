import { refuse, type Refused } from '#platform/refusal.ts'

/** Larger files are books, not knowledge; whoever needs one cuts it up. */
export const fileLimitBytes = 5 * 1024 * 1024
const textLimit = 500_000
const pagesLimit = 300

export interface ReadFile {
  title: string
  body: string
  mediaType: string
}

/** The text of an uploaded Markdown, text, HTML or PDF file. The libraries are loaded when they are needed. */
export async function readFile(content: Buffer, fileName: string): Promise<ReadFile | Refused> {
  const kind = kindOf(content, fileName)
  if (!kind)
    return refuse('unsupported_media_type', { fileName, accepted: ['Markdown', 'text', 'HTML', 'PDF'] })
  const body = (await textOf(kind, content)).replaceAll('\u0000', '').trim().slice(0, textLimit)
  if (!/\p{L}{2}/u.test(body)) return refuse('file_not_readable', { fileName })
  return { title: titleOf(body, fileName), body, mediaType: kind }
}

type Kind = 'application/pdf' | 'text/html' | 'text/markdown' | 'text/plain'

/** A PDF is known by its first bytes whatever it is called; text has none and goes by its name. */
function kindOf(content: Buffer, fileName: string): Kind | null {
  if (content.subarray(0, 1024).includes('%PDF-')) return 'application/pdf'
  if (content.subarray(0, 8192).includes(0)) return null
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase()
  if (ending === 'html' || ending === 'htm') return 'text/html'
  if (ending === 'md' || ending === 'markdown') return 'text/markdown'
  return ending === 'txt' || ending === 'text' ? 'text/plain' : null
}

async function textOf(kind: Kind, content: Buffer): Promise<string> {
  if (kind === 'application/pdf') return await textOfPdf(content)
  const text = content.toString('utf8').replace(/^\uFEFF/, '')
  if (kind !== 'text/html') return text
  const { convert } = await import('html-to-text')
  const heading = (level: number) => ({
    selector: `h${level}`,
    format: 'heading',
    options: { uppercase: false },
  })
  const skipped = ['img', 'nav', 'footer', 'script', 'style', 'form'].map((selector) => ({
    selector,
    format: 'skip',
  }))
  const links = { selector: 'a', options: { ignoreHref: true } }
  return convert(text, { wordwrap: false, selectors: [...skipped, links, ...[1, 2, 3, 4].map(heading)] })
}

async function textOfPdf(content: Buffer): Promise<string> {
  const { extractText, getDocumentProxy } = await import('unpdf')
  try {
    const document = await getDocumentProxy(new Uint8Array(content))
    const { text } = await extractText(document, { mergePages: false })
    return text.slice(0, pagesLimit).join('\n\n')
  } catch {
    // Encrypted or broken: the same to its owner, who sees that no text could be read.
    return ''
  }
}

function titleOf(body: string, fileName: string): string {
  const first = /^#\s+(.+)$/m.exec(body.slice(0, 500))?.[1]
  return (
    (first ?? fileName.replace(/\.[a-z]+$/i, '').replaceAll(/[_-]+/g, ' ')).trim().slice(0, 200) || 'Untitled'
  )
}
