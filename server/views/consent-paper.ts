import type { ConsentProof } from '@parley/contract/consent.ts'
import Pdf from 'pdfkit'
import type { z } from 'zod'
import { readableAddress } from '#contacts/contact-address.ts'

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
} as const

type Proof = z.output<typeof ConsentProof>
type Paper = InstanceType<typeof Pdf>

/** The proof as a paper of A4, in English, with instants in UTC. */
export async function consentPaper(proof: Proof): Promise<Buffer> {
  const paper = new Pdf({
    size: 'A4',
    margins: { top: 56, bottom: 56, left: 56, right: 56 },
    bufferPages: true,
    info: { Title: `Proof of consent: ${proof.contact.name}`, Author: proof.organization },
  })
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
  paper.font('Helvetica-Bold')
  write(paper, 'Proof of consent', 22, ink)
  paper.font('Helvetica').moveDown(0.6)
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
  paper.moveDown(0.8)
}

function entry(paper: Paper, consent: Proof['consents'][number]): void {
  if (paper.y > paper.page.height - 190) paper.addPage()
  rule(paper)
  const isYes = consent.kind === 'opt_in'
  paper.font('Helvetica-Bold')
  write(paper, `${isYes ? 'Opt-in' : 'Opt-out'} · ${instant(consent.at)}`, 12, isYes ? yes : no)
  paper.font('Helvetica').moveDown(0.2)
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
  paper.moveDown(0.6)
}

function foot(paper: Paper, { madeAt }: Proof): void {
  const { start, count } = paper.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page)
    // Below the margin: without this the line would begin a page of its own.
    paper.page.margins.bottom = 0
    paper
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

function write(paper: Paper, said: string, size: number, color: string): void {
  paper.fontSize(size).fillColor(color).text(printable(said), 56)
}

function pair(paper: Paper, label: string, value: string): void {
  const top = paper.y
  paper.fontSize(9).fillColor(quiet).text(label, 56, top, { width: 80 })
  const below = paper.y
  paper
    .fontSize(10)
    .fillColor(ink)
    .text(printable(value), 144, top, { width: paper.page.width - 200 })
  paper.y = Math.max(below, paper.y) + 3
  paper.x = 56
}

function rule(paper: Paper): void {
  paper
    .moveTo(56, paper.y)
    .lineTo(paper.page.width - 56, paper.y)
    .lineWidth(0.7)
    .strokeColor(line)
    .stroke()
  paper.moveDown(0.6)
}

/** The fonts every reader has know Western European letters only; a different sign must not pass for what was said. */
const printable = (said: string): string =>
  said.normalize('NFC').replaceAll(/[^\n\u0020-\u007E\u00A0-\u00FF–—‘’“”•…€]/gu, '?')

const instant = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
