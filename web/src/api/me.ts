import { queryOptions, useQuery } from '@tanstack/react-query'
import type { paths } from '@parley/sdk'
import { answer, parley, Refusal } from './parley.ts'

export type Me = paths['/api/v1/me']['get']['responses']['200']['content']['application/json']
export type Permission = Me['permissions'][number]

/** Who is signed in; null when nobody is. */
export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await answer(parley.GET('/api/v1/me'))
    } catch (error) {
      if (error instanceof Refusal && error.problem.code === 'not_signed_in') return null
      throw error
    }
  },
  staleTime: 5 * 60_000,
})

/** May the signed-in person do this? Routes and screens read one table; the server decides again. */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery(meOptions)
  return data?.permissions.includes(permission) ?? false
}
