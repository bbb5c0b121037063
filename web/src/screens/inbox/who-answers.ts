import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'
import { meOptions } from '../../api/me.ts'

/** Who answers now, in words, and whether that is somebody else: the agent, or another member. */
export function useAnswers({ holder, agent }: Conversation): { who: string; mine: boolean; other: boolean } {
  const { t } = useTranslation('inbox')
  const { data: me } = useQuery(meOptions)
  if (holder.kind === 'member') {
    const mine = holder.memberId === me?.memberId
    return {
      who: mine ? t('holder.you') : t('holder.member', { name: holder.name ?? '' }),
      mine,
      other: !mine,
    }
  }
  const byAgent = holder.kind === 'agent' && agent !== null && agent.mode !== 'off'
  return {
    who: byAgent
      ? agent.twinOf
        ? t('holder.twin', { name: agent.twinOf.name })
        : t('holder.agent', { name: agent.name })
      : t('holder.nobody'),
    mine: false,
    other: byAgent,
  }
}
