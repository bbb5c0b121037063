import i18next from 'i18next'

const wordless = /^\[(image|audio|video|application|text|file|contact|location)\]$/

/** What a message says, as one line; a file, a card or a place without words is named in the reader's language. */
export function previewInWords(preview: string): string {
  const [, what] = wordless.exec(preview) ?? []
  return what === undefined ? preview : i18next.t(`preview.${what}` as 'preview.image')
}
