import type { Campaign } from '../../api/campaigns.ts'

export const stateColor: Record<Campaign['state'], string> = {
  draft: 'gray.8',
  prepared: 'blue.9',
  launching: 'parley',
  running: 'parley',
  paused: 'orange.9',
  done: 'gray.8',
  canceled: 'red.9',
}
