import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type Template =
  paths['/api/v1/templates']['get']['responses']['200']['content']['application/json']['items'][number]

export const templatesOptions = queryOptions({
  queryKey: ['templates'],
  queryFn: () => answer(parley.GET('/api/v1/templates')),
})
