import type { Campaign } from '../../api/campaigns.ts'

type Of = (progress: Campaign['progress']) => number

/** What the touches of a campaign come to, each counted once, from the best to what is still to come. No colour: not there yet. */
export const shares: readonly { key: string; of: Of; color: string | null }[] = [
  { key: 'read', of: ({ read }) => read, color: 'blue.7' },
  { key: 'delivered', of: ({ delivered }) => delivered, color: 'parley.7' },
  { key: 'accepted', of: ({ accepted }) => accepted, color: 'parley.4' },
  { key: 'queued', of: ({ queued }) => queued, color: 'gray.5' },
  { key: 'failed', of: ({ failed, unknown }) => failed + unknown, color: 'red.8' },
  { key: 'skipped', of: ({ skipped, rejected }) => skipped + rejected, color: 'gray.7' },
  { key: 'held', of: ({ held }) => held, color: 'orange.7' },
  { key: 'review', of: ({ review }) => review, color: 'yellow.6' },
  { key: 'toCome', of: ({ planned, approved }) => planned + approved, color: null },
]
