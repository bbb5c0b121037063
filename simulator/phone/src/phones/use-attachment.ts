import { useState } from 'react'
import type { NewMedia } from '../api/phones.ts'

/** `preview` is a data URL; `size` is in bytes. */
export type Attachment = { media: NewMedia; preview: string; size: number }

// Twilio: a WhatsApp message carries at most 16 MB.
const mostBytes = 16 * 1024 * 1024

/** The file for the next message. `complaint` is the size of one that was too big. */
export function useAttachment() {
  const [attachment, setAttachment] = useState<Attachment | null>(null)
  const [complaint, setComplaint] = useState<number | null>(null)

  const attach = async (file: File) => {
    if (file.size > mostBytes) {
      setAttachment(null)
      setComplaint(file.size)
      return
    }
    const preview = await dataUrlOf(file)
    const media = {
      content_type: file.type || 'application/octet-stream',
      base64: preview.slice(preview.indexOf(',') + 1),
      filename: file.name,
    }
    setComplaint(null)
    setAttachment({ media, preview, size: file.size })
  }
  const drop = () => {
    setAttachment(null)
    setComplaint(null)
  }
  return { attachment, attach, drop, complaint }
}

function dataUrlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''))
    reader.addEventListener('error', () =>
      reject(reader.error ?? new Error(`${file.name} could not be read`)),
    )
    reader.readAsDataURL(file)
  })
}
