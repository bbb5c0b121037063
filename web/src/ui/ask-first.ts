import { modals } from '@mantine/modals'
import i18next from 'i18next'

/** Asks before something that cannot be taken back. `text` says what is lost and what stays. */
export function askFirst({ title, text, action }: { title: string; text: string; action: () => void }): void {
  modals.openConfirmModal({
    title,
    children: text,
    labels: { confirm: title, cancel: i18next.t('cancel') },
    confirmProps: { color: 'red.9' },
    closeButtonProps: { 'aria-label': i18next.t('close') },
    onConfirm: action,
  })
}
