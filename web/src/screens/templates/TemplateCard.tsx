import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../api/templates.ts'
import { paths } from '../../ui/paths.ts'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { Approval, ApprovalDot } from './Approval.tsx'
import { nameOfLanguage } from './languages.ts'

/** One template with its languages: what it says in the first of them, and where each stands. */
export function TemplateCard({ languages }: { languages: readonly [Template, ...Template[]] }) {
  const { t } = useTranslation('templates')
  const [first, ...others] = languages
  const { id, name, category, status, rejectionReason, preview } = first
  return (
    <Paper withBorder p="md" component="article" aria-label={name} h="100%">
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Anchor
              component={Link}
              to={paths.template}
              params={{ templateId: id } as never}
              fw={600}
              c="var(--mantine-color-text)"
              underline="hover"
              style={{ overflowWrap: 'anywhere' }}
            >
              {name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {[
                nameOfLanguage(first.language),
                category && t(`category.${category}`, { defaultValue: category.toLowerCase() }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </div>
          <Approval status={status} />
        </Group>
        <TemplatePreview preview={preview} />
        {rejectionReason && <Text size="sm">{t('rejected', { reason: rejectionReason })}</Text>}
        {others.length > 0 && (
          <Group gap={6} mt="auto" pt="xs">
            {others.map((other) => (
              <Badge
                key={other.id}
                component={Link}
                to={paths.template}
                params={{ templateId: other.id } as never}
                tt="none"
                variant="default"
                size="lg"
                fw={500}
                style={{ cursor: 'pointer' }}
                leftSection={<ApprovalDot status={other.status} />}
              >
                {nameOfLanguage(other.language)}:{' '}
                {t(`status.${other.status}`, { defaultValue: other.status })}
              </Badge>
            ))}
          </Group>
        )}
      </Stack>
    </Paper>
  )
}
