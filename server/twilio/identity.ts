import { firstValue, type FormParameters } from './parse-form.ts'

/** Who wrote: a person on WhatsApp is known by a phone number, by a user id of the business, or by both. */
export interface Identity {
  /** Where an answer goes: `whatsapp:+…`, or `whatsapp:CC.…` when the phone number is hidden. */
  address: string
  /** `+` and digits; null when the person hides it. */
  phone: string | null
  /** Meta: `CC.<letters and digits>`, stable for one business and one person until they change their number. */
  userId: string | null
  /** Meta: the id above it, `CC.ENT.…`, shared by the businesses of one portfolio. */
  parentUserId: string | null
  username: string | null
  /** Digits without plus. It may differ from the phone: Brazil's ninth digit, Mexico's 1. */
  waId: string | null
}

const prefix = 'whatsapp:'
const phoneForm = /^\+\d{1,15}$/
const userIdForm = /^[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}$/

/** Twilio: From is the phone when it is known, else the user id; ExternalUserId is the user id in both cases. */
export function readIdentity(parameters: FormParameters, address: string): Identity {
  const bare = withoutPrefix(address)
  const external = withoutPrefix(firstValue(parameters, 'ExternalUserId') ?? '')
  const parent = withoutPrefix(firstValue(parameters, 'ParentExternalUserId') ?? '')
  const waId = firstValue(parameters, 'WaId')
  return {
    address,
    phone: phoneForm.test(bare) ? bare : null,
    userId: [external, bare].find((id) => userIdForm.test(id)) ?? null,
    parentUserId: userIdForm.test(parent) ? parent : null,
    username: firstValue(parameters, 'ProfileUsername') || firstValue(parameters, 'Username') || null,
    waId: waId && /^\d{1,20}$/.test(waId) ? waId : null,
  }
}

/** The address without `whatsapp:`. */
export function withoutPrefix(address: string): string {
  return address.startsWith(prefix) ? address.slice(prefix.length) : address
}

/** Can Twilio send to or from this address on WhatsApp? */
export function isWhatsappAddress(address: string): boolean {
  if (!address.startsWith(prefix)) return false
  const bare = withoutPrefix(address)
  return phoneForm.test(bare) || userIdForm.test(bare)
}
