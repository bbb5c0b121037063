import { modals } from '@mantine/modals'
import i18next from 'i18next'

/** Asks before something that cannot be taken back. `text` says what is lost and what stays. */
export function askFirst({
  title,
  text,
  action,
  harmless = false,
}: {
  title: string
  text: string
  action: () => void
  /** Nothing is lost by it: it is not drawn as a danger. */
  harmless?: boolean
}): void {
  modals.openConfirmModal({
    title,
    children: text,
    labels: { confirm: title, cancel: i18next.t('cancel') },
    confirmProps: harmless ? {} : { color: 'red.9' },
    closeButtonProps: { 'aria-label': i18next.t('close') },
    onConfirm: action,
  })
}
