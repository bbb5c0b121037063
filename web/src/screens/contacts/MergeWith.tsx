import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowMerge } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { ContactPicker } from '../../ui/ContactPicker.tsx'
import { paths } from '../../ui/paths.ts'

/** Chooses the contact to be compared and merged with. */
export function MergeWith({ contactId }: { contactId: string }) {
  const { t } = useTranslation('contacts')
  const navigate = useNavigate()
  const may = useMay('contacts.merge')
  const [opened, { open, close }] = useDisclosure(false)
  const [otherContactId, choose] = useState<string | null>(null)
  if (!may) return null
  return (
    <>
      <Button variant="default" leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={open}>
        {t('merge.with')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('merge.with')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('merge.withText')}
          </Text>
          <ContactPicker
            label={t('merge.other')}
            placeholder={t('search')}
            nothing={t('nothing')}
            value={otherContactId}
            onChange={choose}
          />
          <Group justify="flex-end">
            <Button
              disabled={otherContactId === null || otherContactId === contactId}
              onClick={() =>
                void navigate({ to: paths.mergeContacts, params: { contactId, otherContactId } as never })
              }
            >
              {t('merge.compare')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
