import { createRequire } from 'node:module'
import type Pdf from 'pdfkit'

type Paper = InstanceType<typeof Pdf>

const require = createRequire(import.meta.url)
/** Latin, Greek, Cyrillic and Devanagari are in one font, Arabic in another. */
const files = {
  regular: require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  arabic: require.resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
} as const
type Face = keyof typeof files

/** Makes the fonts known to a paper; only the letters that are used go into it. */
export function addFonts(paper: Paper): void {
  for (const [face, file] of Object.entries(files)) paper.registerFont(face, file)
}

const strange =
  /[^\n\u0020-\u007E\u00A0-\u00FF\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Arabic}\u0300-\u036F\u060C\u061B\u061F\u0660-\u0669\u0964\u0965\u2010-\u2027\u2030-\u203A\u20A0-\u20BF]|[\uFF00-\uFFEF]/gu

/** What can be printed; a different sign must not pass for what was said. */
export const printable = (said: string): string =>
  said
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .replaceAll('\t', ' ')
    .replaceAll(strange, '?')

export interface Run {
  text: string
  face: 'arabic' | 'other'
}

const letter = String.raw`[[\p{Script=Arabic}\u060C\u061B\u061F]--[\u06F0-\u06F9]]`
const arabic = new RegExp(String.raw`(${letter}+(?:\s+${letter}+)*|[\u0660-\u0669\u06F0-\u06F9]+)`, 'v')

/** The pieces of a line in the order they stand on it, left to right. In a line that begins in Arabic the first stands rightmost. */
export function runsOf(line: string, fromTheRight: boolean): Run[] {
  const runs = line
    .split(arabic)
    .map((text, at): Run => ({ text, face: at % 2 === 1 ? 'arabic' : 'other' }))
    .filter(({ text }) => text !== '')
  return fromTheRight
    ? runs.toReversed().map(({ text, face }) => ({ text: withEdgesTurned(text), face }))
    : runs
}

/** Spaces before a word in a line that is read from the right stand to its right. */
const withEdgesTurned = (text: string): string => text.replace(/^(\s*)(.*?)(\s*)$/su, '$3$2$1')

/** Whether a paragraph is read from the right: its first letter says. */
export const readsFromTheRight = (text: string): boolean =>
  /\p{Script=Arabic}/u.test(/\p{L}/u.exec(text)?.[0] ?? '')

export interface Place {
  left: number
  width: number
  size: number
  color: string
  face?: 'regular' | 'bold'
}

/** Writes a text from where the paper is, line by line, on the next page where there is no room. */
export function writeText(paper: Paper, said: string, place: Place): void {
  for (const paragraph of printable(said).split('\n')) {
    const fromTheRight = readsFromTheRight(paragraph)
    for (const line of linesOf(paper, paragraph, place)) {
      const height = place.size * 1.42
      if (paper.y + height > paper.page.height - paper.page.margins.bottom) paper.addPage()
      writeLine(paper, runsOf(line, fromTheRight), place, fromTheRight)
      paper.y += height
    }
  }
  paper.x = paper.page.margins.left
}

/** Given features, the shaper lays a run out as a whole instead of word by word: words of Arabic would stand the wrong way round. */
const features: 'kern'[] = ['kern']

function widthOf(paper: Paper, { text, face }: Run, place: Place): number {
  return paper.font(faceOf(face, place)).fontSize(place.size).widthOfString(text, { features })
}

const faceOf = (face: Run['face'], { face: other = 'regular' }: Place): Face =>
  face === 'arabic' ? 'arabic' : other

const lineWidth = (paper: Paper, line: string, place: Place): number =>
  runsOf(line, false).reduce((sum, run) => sum + widthOf(paper, run, place), 0)

function writeLine(paper: Paper, runs: readonly Run[], place: Place, fromTheRight: boolean): void {
  const { left, width, size, color } = place
  const [top, total] = [paper.y, runs.reduce((sum, run) => sum + widthOf(paper, run, place), 0)]
  let x = fromTheRight ? left + width - total : left
  for (const run of runs) {
    const advance = widthOf(paper, run, place)
    paper
      .fillColor(color)
      .text(run.text, x, top + size * 1.07, { lineBreak: false, baseline: 'alphabetic', features })
    x += advance
  }
  paper.y = top
}

/** Breaks a paragraph between words, and a word that is longer than a line between its letters. */
function linesOf(paper: Paper, paragraph: string, place: Place): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/(?<=\s)/)) {
    if (lineWidth(paper, (line + word).trimEnd(), place) <= place.width) {
      line += word
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
    for (const sign of new Intl.Segmenter('und').segment(word)) {
      if (lineWidth(paper, line + sign.segment, place) > place.width) {
        lines.push(line)
        line = ''
      }
      line += sign.segment
    }
  }
  return [...lines, line.trimEnd()]
}
