import type { Action } from './content.ts'
import { usePhone } from './use-phone.ts'

/** A tap on a reply button of a message: its title is sent, with its payload, as an answer to that message. */
export function useTap(sender: string, sid: string): (action: Action) => void {
  const { send } = usePhone()
  return ({ title, id }) => void send({ to: sender, reply_to: sid, button: { text: title, payload: id } })
}
