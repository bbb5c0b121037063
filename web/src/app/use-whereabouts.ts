import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { meOptions } from '../api/me.ts'
import { paths } from '../ui/paths.ts'

/**
 * Leads to the door when the sign-in ends while the app is open, and starts anew when another tab has gone to another
 * organization: what is on screen would belong to one and what is clicked to the other.
 */
export function useWhereabouts(): void {
  const { data: me } = useQuery(meOptions)
  const navigate = useNavigate()
  const { pathname, href } = useRouterState({ select: ({ location }) => location })
  const organizationId = me?.organization?.id
  const first = useRef(organizationId)
  useEffect(() => {
    // The door may still be loading while this screen stands.
    if (me === null && pathname !== paths.signIn) void navigate({ to: paths.signIn, search: { to: href } })
  }, [me, navigate, pathname, href])
  useEffect(() => {
    first.current ??= organizationId
    if (organizationId && organizationId !== first.current) window.location.assign(paths.home)
  }, [organizationId])
}
