import { Anchor, Badge, Box, Group, Text } from '@mantine/core'
import { IconForms, IconMapPin, IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/conversations.ts'
import { ContactCards } from './ContactCards.tsx'

/** What a message carries beside its text: a place, a choice, the ad it came from. */
export function Details({ message: { details, kind } }: { message: Message }) {
  const { t } = useTranslation('inbox')
  const { location, contacts, button, list, referral, answers } = details
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
      {answers && <Answers answers={answers} />}
      {kind === 'unknown' && (
        <Text size="xs" c="dimmed">
          {t('unknownKind', { type: details.type ?? '' })}
        </Text>
      )}
    </>
  )
}

/** What was filled into a form. */
function Answers({ answers }: { answers: NonNullable<Message['details']['answers']> }) {
  const { t } = useTranslation('inbox')
  return (
    <>
      <Group gap={4} mb={4} c="dimmed">
        <IconForms size={16} aria-hidden />
        <Text size="xs">{t('answers')}</Text>
      </Group>
      <Box component="dl" m={0}>
        {answers.map(({ name, value }, at) => (
          <Box key={at} mb={4}>
            <Text component="dt" size="xs" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {value || '–'}
            </Text>
          </Box>
        ))}
      </Box>
    </>
  )
}
