import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** A change was kept: said in a corner, gone by itself. */
export function tellSaved(): void {
  notifications.show({
    id: 'saved',
    message: i18next.t('saved'),
    color: 'parley',
    autoClose: 2500,
    withCloseButton: false,
    role: 'status',
  })
}
