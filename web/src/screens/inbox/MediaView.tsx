import { Anchor, Button, Group, Image, Modal, Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFile } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { answer, parley } from '../../api/parley.ts'

/** A file of a message: a picture, a sound, a film, or a card to open; on its way, or not to be had. */
export function MediaView({ file }: { file: Message['media'][number] }) {
  const { t } = useTranslation('inbox')
  const [opened, { open, close }] = useDisclosure(false)
  const retry = useMutation({
    mutationFn: () =>
      answer(parley.POST('/api/v1/media/{mediaId}/retry', { params: { path: { mediaId: file.id } } })),
  })
  const kind = file.mediaType?.split('/')[0]
  const name =
    file.fileName ?? t(`media.${kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'}`)
  if (file.state === 'waiting') return <Skeleton h={120} w={220} mb={4} aria-label={t('media.waiting')} />
  if (file.state === 'failed' || !file.url) {
    return (
      <Group gap="xs" mb={4}>
        <Text size="sm">{t('media.failed')}</Text>
        <Button size="compact-xs" variant="default" onClick={() => retry.mutate()} loading={retry.isPending}>
          {t('media.retry')}
        </Button>
      </Group>
    )
  }
  if (kind === 'image') {
    return (
      <>
        <Image
          src={file.url}
          alt={name}
          mah={280}
          w="auto"
          maw="100%"
          radius="sm"
          mb={4}
          onClick={open}
          style={{ cursor: 'zoom-in' }}
        />
        <Modal
          opened={opened}
          onClose={close}
          size="auto"
          title={name}
          closeButtonProps={{ 'aria-label': t('close') }}
        >
          <Image src={file.url} alt={name} mah="80dvh" w="auto" />
        </Modal>
      </>
    )
  }
  if (kind === 'audio')
    return <audio controls src={file.url} aria-label={name} style={{ maxWidth: '100%' }} />
  if (kind === 'video')
    return <video controls src={file.url} aria-label={name} style={{ maxWidth: '100%', maxHeight: 320 }} />
  return (
    <Anchor href={file.url} target="_blank" rel="noreferrer" underline="always" c="inherit">
      <Group gap={6} mb={4} wrap="nowrap">
        <IconFile size={20} aria-hidden />
        <Text size="sm">{name}</Text>
      </Group>
    </Anchor>
  )
}
