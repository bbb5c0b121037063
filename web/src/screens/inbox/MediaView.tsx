import { Anchor, Box, Button, Group, Image, Modal, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFile } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { useMay } from '../../api/me.ts'
import { answer, parley } from '../../api/parley.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { CardFile, isCardFile } from './ContactCards.tsx'

type File = Message['media'][number]

const kinds = ['image', 'audio', 'video'] as const

/** Twilio: a file that its sender did not name is called by its SID, which tells a reader nothing. */
const nameOf = ({ fileName }: File) => (fileName && !/^ME[0-9a-f]{32}/.test(fileName) ? fileName : null)

/** A file of a message: a picture, a sound, a film, or a card to open; on its way, or not to be had. */
export function MediaView({ file }: { file: File }) {
  const { t } = useTranslation('inbox')
  const kind = kinds.find((one) => file.mediaType?.startsWith(`${one}/`)) ?? 'file'
  const name = nameOf(file) ?? t(`media.${kind}`)
  if (file.state === 'waiting')
    return <Skeleton role="img" h={120} w={220} mb={4} aria-label={t('media.waiting')} />
  if (file.state === 'failed' || !file.url) return <Failed file={file} />
  if (kind === 'image') return <Picture url={file.url} name={name} />
  if (kind === 'audio')
    return <audio controls src={file.url} aria-label={name} style={{ maxWidth: '100%' }} />
  if (kind === 'video')
    return <video controls src={file.url} aria-label={name} style={{ maxWidth: '100%', maxHeight: 320 }} />
  const download = <Download url={file.url} name={name} />
  return isCardFile(file) ? <CardFile file={file} otherwise={download} /> : download
}

function Download({ url, name }: { url: string; name: string }) {
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" underline="always" c="inherit">
      <Group gap={6} mb={4} wrap="nowrap">
        <IconFile size={20} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
      </Group>
    </Anchor>
  )
}

/** A picture in the bubble; a press shows it large. */
function Picture({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation('inbox')
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <UnstyledButton onClick={open} mb={4} display="block" style={{ cursor: 'zoom-in' }}>
        <Image src={url} alt={name} mah={280} mih={24} miw={24} w="auto" maw="100%" radius="sm" />
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={close}
        size="auto"
        title={name}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Image src={url} alt={name} mah="80dvh" w="auto" />
      </Modal>
    </>
  )
}

/** Why there is no file, and the way to ask Twilio for it again. */
function Failed({ file }: { file: File }) {
  const { t } = useTranslation('inbox')
  const client = useQueryClient()
  const may = useMay('conversations.answer')
  const retry = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/media/{mediaId}/retry', { params: { path: { mediaId: file.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }),
  })
  return (
    <Box mb={4}>
      <Group gap="xs">
        <Text size="sm">{t('media.failed')}</Text>
        {may && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => retry.mutate()}
            loading={retry.isPending}
          >
            {t('media.retry')}
          </Button>
        )}
      </Group>
      {file.detail && (
        <Text size="xs" c="dimmed">
          {file.detail}
        </Text>
      )}
      <ProblemAlert error={retry.error} />
    </Box>
  )
}
