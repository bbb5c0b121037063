import type { ConsentProof } from '@parley/contract/consent.ts'
import type Pdf from 'pdfkit'
import type { z } from 'zod'
import { readableAddress } from '#contacts/contact-address.ts'
import { addFonts, writeText } from './paper-text.ts'

const [ink, quiet, line, yes, no] = ['#14211b', '#55635c', '#d5ddd9', '#0b6b4f', '#b3261e']
const standings = { opted_in: 'Opted in', opted_out: 'Opted out', none: 'No consent known' } as const
const sources = {
  word: 'a word in a message',
  twilio: 'Twilio',
  member: 'written down by a member',
  import: 'a file that was imported',
  api: 'a program, over the API',
  page: 'an opt-in page',
  reply: 'a message with the code of an opt-in page',
  merge: 'another record of the same person, which became part of this one',
} as const

type Proof = z.output<typeof ConsentProof>
type Paper = InstanceType<typeof Pdf>

/** The proof as a paper of A4, in English, with instants in UTC. The library, a large one, is loaded with the first paper. */
export async function consentPaper(proof: Proof): Promise<Buffer> {
  const { default: NewPaper } = await import('pdfkit')
  const paper = new NewPaper({
    size: 'A4',
    margins: { top: 56, bottom: 56, left: 56, right: 56 },
    bufferPages: true,
    info: { Title: `Proof of consent: ${proof.contact.name}`, Author: proof.organization },
  })
  addFonts(paper)
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => paper.once('end', resolve).once('error', reject))
  head(paper, proof)
  for (const consent of proof.consents) entry(paper, consent)
  if (proof.consents.length === 0) write(paper, 'There is no evidence of any consent.', 11, quiet)
  foot(paper, proof)
  paper.end()
  await ended
  return Buffer.concat(chunks)
}

function head(paper: Paper, { organization, contact, standing, closed, madeAt }: Proof): void {
  write(paper, organization, 10, quiet)
  write(paper, 'Proof of consent', 22, ink, 'bold')
  paper.y += 8
  const facts: [string, string][] = [
    ['Contact', contact.name],
    ['Reached at', contact.addresses.map(readableAddress).join(', ')],
    ['Known since', instant(contact.createdAt)],
    ['Stands at', `${standings[standing]} (${instant(madeAt)})`],
    ...closed.map(({ senderAddress, since }): [string, string] => [
      'Not written to',
      `from ${readableAddress(senderAddress)} since ${instant(since)}`,
    ]),
  ]
  for (const [label, value] of facts) pair(paper, label, value)
  paper.y += 10
}

function entry(paper: Paper, consent: Proof['consents'][number]): void {
  if (paper.y > paper.page.height - 190) paper.addPage()
  rule(paper)
  const isYes = consent.kind === 'opt_in'
  write(paper, `${isYes ? 'Opt-in' : 'Opt-out'} · ${instant(consent.at)}`, 12, isYes ? yes : no, 'bold')
  paper.y += 2
  const { name, kind } = consent.recordedBy
  pair(paper, 'For', consent.senderAddress === null ? 'every number' : readableAddress(consent.senderAddress))
  pair(
    paper,
    'Known by',
    sources[consent.source] + (name ? ` (${name})` : kind === 'contact' ? ' (the contact)' : ''),
  )
  pair(paper, 'Words', consent.wording)
  if (consent.place) pair(paper, 'Place', consent.place)
  if (consent.message) {
    const { body, at, twilioSid } = consent.message
    pair(paper, 'Message', `“${body}”, ${instant(at)}${twilioSid ? `, ${twilioSid}` : ''}`)
  }
  pair(paper, 'Row', consent.id)
  paper.y += 8
}

function foot(paper: Paper, { madeAt }: Proof): void {
  const { start, count } = paper.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page)
    // Below the margin: without this the line would begin a page of its own.
    paper.page.margins.bottom = 0
    paper
      .font('regular')
      .fontSize(8)
      .fillColor(quiet)
      .text(
        `Made ${instant(madeAt)} · page ${page + 1} of ${count} · “?” stands for a character this paper cannot print; the JSON file has it.`,
        56,
        paper.page.height - 40,
        { lineBreak: false },
      )
  }
}

function write(
  paper: Paper,
  said: string,
  size: number,
  color: string,
  face: 'regular' | 'bold' = 'regular',
): void {
  writeText(paper, said, { left: 56, width: paper.page.width - 112, size, color, face })
}

function pair(paper: Paper, label: string, value: string): void {
  if (paper.y + 28 > paper.page.height - paper.page.margins.bottom) paper.addPage()
  const top = paper.y
  writeText(paper, label, { left: 56, width: 84, size: 9, color: quiet })
  paper.y = top
  writeText(paper, value, { left: 144, width: paper.page.width - 200, size: 10, color: ink })
  paper.y += 3
}

function rule(paper: Paper): void {
  paper
    .moveTo(56, paper.y)
    .lineTo(paper.page.width - 56, paper.y)
    .lineWidth(0.7)
    .strokeColor(line)
    .stroke()
  paper.y += 8
}

const instant = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
