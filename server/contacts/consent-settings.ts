import type { Tx } from '#platform/db.ts'
import { findSettings, saveSettings } from './consent-store.ts'
import type { ConsentSettings } from './opt-out.ts'

const asItComes: ConsentSettings = { stopWords: [], startWords: [], confirms: true, confirmationText: '' }

export async function readConsentSettings(tx: Tx): Promise<ConsentSettings> {
  return (await findSettings(tx)) ?? asItComes
}

/** Changes what is named; what is left out stays. */
export async function updateConsentSettings(
  tx: Tx,
  change: { [Name in keyof ConsentSettings]?: ConsentSettings[Name] | undefined },
): Promise<ConsentSettings> {
  const before = await readConsentSettings(tx)
  const {
    stopWords = before.stopWords,
    startWords = before.startWords,
    confirms = before.confirms,
    confirmationText = before.confirmationText,
  } = change
  const after = { stopWords, startWords, confirms, confirmationText }
  await saveSettings(tx, after)
  return after
}
