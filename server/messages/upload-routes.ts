import { messageOperations } from '@parley/contract/messages.ts'
import { type Doors, door } from '#platform/door.ts'
import { fileKey, type Files } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { refuse } from '#platform/refusal.ts'
import { sniff } from './media-type.ts'
import { isSendable } from './send-gate.ts'
import { insertUpload } from './send-store.ts'

export function uploadRoutes(doors: Doors, files: Files) {
  door(doors, messageOperations.uploadFile, async ({ principal, file }) => {
    const { organizationId } = principal
    const content = await file.bytes()
    // Known by its bytes: a program that is called a picture would be refused by WhatsApp, minutes later.
    const mediaType = await sniff(content, file.mediaType)
    const upload = { id: newId(), mediaType, fileName: file.name, bytes: content.length }
    if (!isSendable(upload)) return refuse('media_not_sendable', { mediaType, bytes: content.length })
    const storageKey = fileKey(organizationId, 'outbound', upload.id)
    await files.putFile(storageKey, content)
    await doors.db.withOrganization(organizationId, (tx) => insertUpload(tx, { ...upload, storageKey }))
    return upload
  })
}
