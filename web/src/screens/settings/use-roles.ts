import { roles } from '@parley/contract/permissions.ts'
import { useTranslation } from 'react-i18next'

/** The roles, for a choice. */
export function useRoles() {
  const { t } = useTranslation('settings')
  return roles.map((value) => ({ value, label: t(`roles.${value}`) }))
}
