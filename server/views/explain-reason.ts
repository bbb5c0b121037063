import { explainError } from '#twilio/error-dictionary.ts'

/** What a reason says where it is the number of an error of Twilio's; null where it is a word of ours. */
export function explainReason(reason: string | null) {
  if (reason === null || !/^\d{1,9}$/.test(reason)) return null
  const { text, retry } = explainError(Number(reason))
  return { title: { en: text.en.title, pt: text.pt.title }, retry: retry === 'none' ? null : retry }
}
