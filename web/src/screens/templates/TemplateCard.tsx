import { Badge, Group, Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../api/templates.ts'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'

const colors: Record<string, string> = {
  approved: 'parley',
  rejected: 'red.9',
  disabled: 'red.9',
  paused: 'orange.9',
}

/** One template: its approval, what it says, and why it cannot be sent where it cannot. */
export function TemplateCard({ template }: { template: Template }) {
  const { t, i18n } = useTranslation('templates')
  const { name, language, category, status, rejectionReason, preview } = template
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            <Text size="sm" c="dimmed">
              {[
                languageName(names, language),
                category && t(`category.${category}`, { defaultValue: category.toLowerCase() }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </div>
          <Badge tt="none" color={colors[status] ?? 'gray.8'} style={{ flexShrink: 0 }}>
            {t(`status.${status}`, { defaultValue: status })}
          </Badge>
        </Group>
        <TemplatePreview preview={preview} />
        {rejectionReason && <Text size="sm">{t('rejected', { reason: rejectionReason })}</Text>}
      </Stack>
    </Paper>
  )
}

function languageName(names: Intl.DisplayNames, language: string): string {
  try {
    return names.of(language.replace('_', '-')) ?? language
  } catch {
    return language
  }
}
