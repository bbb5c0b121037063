import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { answer, parley } from '../api/parley.ts'
import { paths } from '../ui/paths.ts'

/** Ends the sign-in and forgets what the browser remembers. */
export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => answer(parley.POST('/api/auth/sign-out', { body: {} })),
    onSuccess: async () => {
      await navigate({ to: paths.signIn })
      client.clear()
    },
  })
}
