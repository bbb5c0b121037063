import { Alert, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface UsedFact {
  name: string
  value: string
  source: 'contact' | 'lead' | 'owner' | 'organization'
  detail: string | null
}

/** The facts that went into a text, each with where it is from. */
export function FactsUsed({ facts }: { facts: readonly UsedFact[] }) {
  const { t } = useTranslation('outbound')
  if (facts.length === 0) return null
  return (
    <Stack gap={4} component="section" aria-label={t('usedFacts')}>
      <Text size="sm" fw={600}>
        {t('usedFacts')}
      </Text>
      {facts.map(({ name, value, source, detail }) => (
        <Group key={name} gap={6} wrap="nowrap" align="baseline">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
          <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
            {detail ?? t(`source.${source}`)}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}

/** Why a model's own words were not taken. */
export function ComposeNote({ note }: { note: { kind: string; what: string } | null }) {
  const { t } = useTranslation('outbound')
  if (!note) return null
  return (
    <Alert color="orange" variant="light" title={t('note.title')}>
      <Text size="sm" c="var(--mantine-color-text)">
        {t(`note.${note.kind}`, { what: note.what })}
      </Text>
    </Alert>
  )
}
