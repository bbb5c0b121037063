import { useForm } from '@mantine/form'
import type { OutboundAgent } from '../../api/outbound.ts'

/** What is edited of an outbound agent, over all its tabs. */
export type OutboundForm = ReturnType<typeof useOutboundForm>

export function useOutboundForm({ id: _id, createdAt: _createdAt, ...settings }: OutboundAgent) {
  return useForm({ initialValues: settings })
}
