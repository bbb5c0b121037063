import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meOptions } from '../api/me.ts'
import { answer, parley } from '../api/parley.ts'
import { forgetThisDevice } from '../api/push.ts'
import { paths } from '../ui/paths.ts'

/** Ends the sign-in and forgets what the browser remembers. */
export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async () => {
      const organizationId = client.getQueryData(meOptions.queryKey)?.organization?.id
      // Signing out matters more than a browser that is told once more.
      if (organizationId) await forgetThisDevice(organizationId).catch(() => undefined)
      return await answer(parley.POST('/api/auth/sign-out', { body: {} }))
    },
    onSuccess: async () => {
      await navigate({ to: paths.signIn })
      client.clear()
    },
  })
}
