import { queryOptions } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley } from './parley.ts'

export type ContactImport =
  paths['/api/v1/contacts/imports/{importId}']['get']['responses']['200']['content']['application/json']
export type ImportPlan = NonNullable<
  paths['/api/v1/contacts/imports/{importId}/start']['post']['requestBody']
>['content']['application/json']

export const importsOptions = queryOptions({
  queryKey: ['imports'],
  queryFn: () => answer(parley.GET('/api/v1/contacts/imports')),
})

export const importOptions = (importId: string) =>
  queryOptions({
    queryKey: ['import', importId],
    queryFn: () =>
      answer(parley.GET('/api/v1/contacts/imports/{importId}', { params: { path: { importId } } })),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1000 : false),
  })

export async function uploadImport(file: File): Promise<{ id: string }> {
  const form = new FormData()
  form.append('file', file)
  return await answer(
    parley.POST('/api/v1/contacts/import', {
      body: form as never,
      bodySerializer: (body) => body as unknown as FormData,
    }),
  )
}
