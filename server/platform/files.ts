import { mkdir } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Disk, errors } from 'flydrive'
import type { MediaConfig } from './config.ts'

/** Stored files of all organizations. A key begins with its organization: use `fileKey`. */
export interface Files {
  putFile(key: string, content: Readable | Uint8Array): Promise<void>
  /** Null when there is none. */
  getFile(key: string): Promise<Readable | null>
  /** Quiet when there is none. */
  deleteFile(key: string): Promise<void>
  /** Removes everything whose key begins with the prefix, e.g. all of one organization. */
  deleteFolder(prefix: string): Promise<void>
}

/** A key inside the organization's own folder. `parts` are ids and words of ours, never a name that a stranger chose. */
export function fileKey(organizationId: string, ...parts: string[]): string {
  for (const part of [organizationId, ...parts]) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/.test(part))
      throw new Error(`"${part}" cannot be part of a file's key`)
  }
  return [organizationId, ...parts].join('/')
}

async function openDisk(config: MediaConfig): Promise<Disk> {
  if (config.kind === 'folder') {
    const { FSDriver } = await import('flydrive/drivers/fs')
    await mkdir(config.path, { recursive: true, mode: 0o700 })
    return new Disk(new FSDriver({ location: config.path, visibility: 'private' }))
  }
  // The S3 client takes long to load and is needed by few.
  const { S3Driver } = await import('flydrive/drivers/s3')
  const { accessKeyId, secretAccessKey, region, bucket, endpoint } = config
  return new Disk(
    new S3Driver({
      credentials: { accessKeyId, secretAccessKey },
      region,
      bucket,
      visibility: 'private',
      supportsACL: false,
      ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    }),
  )
}

/** Opens the store of files: a folder, or an S3 bucket. */
export async function openFiles(config: MediaConfig): Promise<Files> {
  const disk = await openDisk(config)
  const within = (key: string) =>
    config.kind === 's3' && config.prefix !== '' ? `${config.prefix}/${key}` : key
  return {
    async putFile(key, content) {
      if (content instanceof Uint8Array) await disk.put(within(key), content)
      else
        await disk.putStream(within(key), content).catch(async (error: unknown) => {
          // Nobody would ever ask for the half that was written.
          await disk.delete(within(key)).catch(() => undefined)
          throw error
        })
    },
    async getFile(key) {
      if (!(await disk.exists(within(key)))) return null
      try {
        return await disk.getStream(within(key))
      } catch (error) {
        if (error instanceof errors.E_CANNOT_READ_FILE && !(await disk.exists(within(key)))) return null
        throw error
      }
    },
    deleteFile: (key) => disk.delete(within(key)),
    deleteFolder: (prefix) => disk.deleteAll(within(prefix)),
  }
}
