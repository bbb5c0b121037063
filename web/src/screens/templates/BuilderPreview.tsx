import { Button, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../api/templates.ts'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { nameOfLanguage } from './languages.ts'

type Preview = Template['preview']

/** Whether there is anything to see yet. */
const shows = ({ body, header, footer, mediaUrl, buttons, place }: Preview): boolean =>
  place !== null ||
  [body, header, footer, mediaUrl, ...buttons.map(({ label }) => label)].some((text) => text?.trim())

interface Props {
  preview: Preview | undefined
  language: string
}

/** What is being built, as a phone shows it: beside the form where there is room. */
export function BuilderPreview({ preview, language }: Props) {
  const { t } = useTranslation('templates')
  return (
    <Stack
      gap="xs"
      visibleFrom="sm"
      style={{
        position: 'sticky',
        top: 'calc(var(--app-shell-header-height, 0px) + 16px)',
        alignSelf: 'start',
      }}
    >
      <Text fw={600}>{t('builder.preview', { language: nameOfLanguage(language) })}</Text>
      <Seen preview={preview} />
    </Stack>
  )
}

/** On a phone it is called up over the form, which is long. */
export function PreviewButton({ preview, language }: Props) {
  const { t } = useTranslation('templates')
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" hiddenFrom="sm" onClick={open}>
        {t('builder.look')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        centered
        title={t('builder.preview', { language: nameOfLanguage(language) })}
      >
        <Stack gap="xs">
          <Seen preview={preview} />
        </Stack>
      </Modal>
    </>
  )
}

function Seen({ preview }: Pick<Props, 'preview'>) {
  const { t } = useTranslation('templates')
  const isSeen = preview !== undefined && shows(preview)
  return (
    <>
      {isSeen && <TemplatePreview preview={preview} />}
      <Text size="sm" c="dimmed">
        {t(isSeen ? 'builder.previewHelp' : 'builder.previewEmpty')}
      </Text>
    </>
  )
}
