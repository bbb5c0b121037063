import { useTranslation } from 'react-i18next'
import type { CampaignCharts } from '../../api/campaigns.ts'

type Error = CampaignCharts['stopped'][number]['error']

/** A refusal of ours by its title, an error of Twilio's by what it says and its code. */
export function useReason() {
  const { t, i18n } = useTranslation(['campaigns', 'refusals'])
  const language = i18n.language.startsWith('pt') ? 'pt' : 'en'
  return (reason: string, error: Error = null): string => {
    if (error) return `${error.title[language]} (${reason})`
    return t(`why.${reason}`, {
      defaultValue: t(`refusals:${reason}.title`, { defaultValue: t('twilioCode', { code: reason }) }),
    })
  }
}
