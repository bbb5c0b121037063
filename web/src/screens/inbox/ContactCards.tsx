import { Anchor, Box, Group, Skeleton, Text } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { type Card, readCards } from './vcard.ts'

/** The people a message names. */
export function ContactCards({ cards }: { cards: readonly Card[] }) {
  return cards.map(({ name, phones }) => (
    <Group key={`${name} ${phones.join(' ')}`} gap={6} wrap="nowrap" align="flex-start" mb={4}>
      <IconUser size={20} aria-hidden style={{ flexShrink: 0 }} />
      <Box>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {phones.map((phone) => (
          <Anchor
            key={phone}
            display="block"
            size="xs"
            underline="always"
            c="inherit"
            href={`tel:${phone.replace(/[^+\d]/g, '')}`}
          >
            {phone}
          </Anchor>
        ))}
      </Box>
    </Group>
  ))
}

/** Twilio: contact cards come as a vCard file. */
export const isCardFile = ({ mediaType, bytes }: Message['media'][number]): boolean =>
  /^text\/(x-)?vcard/.test(mediaType ?? '') && (bytes ?? 0) < 200_000

/** A vCard, read; what cannot be read is offered as the file it is. */
export function CardFile({
  file,
  otherwise,
}: {
  file: Message['media'][number]
  otherwise: React.ReactNode
}) {
  const { t } = useTranslation('inbox')
  const { data, isPending } = useQuery({
    queryKey: ['card', file.id],
    queryFn: async () => {
      const answer = await fetch(file.url ?? '')
      return answer.ok ? readCards(await answer.text()) : []
    },
    staleTime: Infinity,
  })
  if (isPending) return <Skeleton role="img" h={40} w={180} mb={4} aria-label={t('media.waiting')} />
  return data && data.length > 0 ? <ContactCards cards={data} /> : otherwise
}
