import { Anchor, Badge, Box, Group, Text } from '@mantine/core'
import { IconMapPin, IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { ContactCards } from './ContactCards.tsx'

/** What a message carries beside its text: a place, a choice, the ad it came from. */
export function Details({ message: { details, kind } }: { message: Message }) {
  const { t } = useTranslation('inbox')
  const { location, contacts, button, list, referral } = details
  return (
    <>
      {referral && (
        <Group gap={6} wrap="nowrap" mb={4}>
          <IconSpeakerphone size={16} aria-hidden />
          <Box>
            <Text size="xs">{t('fromAd', { headline: referral.headline ?? '' })}</Text>
            {referral.body && (
              <Text size="xs" c="dimmed" lineClamp={2}>
                {referral.body}
              </Text>
            )}
            {referral.sourceUrl && /^https?:/.test(referral.sourceUrl) && (
              <Anchor
                size="xs"
                underline="always"
                c="inherit"
                target="_blank"
                rel="noreferrer"
                href={referral.sourceUrl}
              >
                {t('theAd')}
              </Anchor>
            )}
          </Box>
        </Group>
      )}
      {location && (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconMapPin size={20} aria-hidden />
          <Box>
            <Text size="sm">{location.label ?? t('place')}</Text>
            {location.address && (
              <Text size="xs" c="dimmed">
                {location.address}
              </Text>
            )}
            <Anchor
              size="xs"
              underline="always"
              c="inherit"
              target="_blank"
              rel="noreferrer"
              href={`https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}#map=16/${location.latitude}/${location.longitude}`}
            >
              {location.latitude.toFixed(5)}, {location.longitude.toFixed(5)}
            </Anchor>
          </Box>
        </Group>
      )}
      {contacts && <ContactCards cards={contacts} />}
      {list?.description && (
        <Text size="xs" c="dimmed">
          {list.description}
        </Text>
      )}
      {(button ?? list) && (
        <Badge variant="default" tt="none" mb={4}>
          {t('chose', { id: button?.payload ?? list?.id })}
        </Badge>
      )}
      {kind === 'unknown' && (
        <Text size="xs" c="dimmed">
          {t('unknownKind', { type: details.type ?? '' })}
        </Text>
      )}
    </>
  )
}
