import { Badge, Group, Text, UnstyledButton } from '@mantine/core'
import type { Template } from '../../api/templates.ts'
import { languageName } from '../../ui/names.ts'

/** One template to choose from. */
export function TemplateLine({
  template,
  choose,
}: {
  template: Pick<Template, 'name' | 'language' | 'preview'>
  choose: () => void
}) {
  const { name, language, preview } = template
  return (
    <UnstyledButton
      onClick={choose}
      p="sm"
      style={{
        border: '1px solid var(--mantine-color-default-border)',
        borderRadius: 'var(--mantine-radius-md)',
      }}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Badge variant="default" tt="none" style={{ flexShrink: 0 }}>
          {languageName(language.replace('_', '-'))}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed" lineClamp={2}>
        {preview.body}
      </Text>
    </UnstyledButton>
  )
}
