import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type Notification =
  paths['/api/v1/notifications']['get']['responses']['200']['content']['application/json']['items'][number]

export const notificationsOptions = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => answer(parley.GET('/api/v1/notifications', { params: { query: { limit: 30 } } })),
})
