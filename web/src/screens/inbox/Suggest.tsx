import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Template, type TemplateSuggestion, useSuggestion } from '../../api/templates.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { TemplateLine } from './TemplateLine.tsx'

/** What is to be said, and the approved template that says it best, filled in. */
export function Suggest({
  conversationId,
  text,
  templates,
  choose,
}: {
  conversationId: string
  /** What stands in the composer. */
  text: string
  templates: readonly Template[]
  choose: (template: Template, variables: Record<string, string>) => void
}) {
  const { t } = useTranslation('inbox')
  const [wish, setWish] = useState(text)
  const suggest = useSuggestion()
  const take = ({ templateId, variables }: TemplateSuggestion) => {
    const template = templates.find(({ id }) => id === templateId)
    if (template) choose(template, variables)
  }
  const ask = () =>
    suggest.mutate({ conversationId, text: wish }, { onSuccess: ({ best }) => best && take(best) })
  const nothing = suggest.data?.best === null ? suggest.data : null
  return (
    <Stack gap="xs">
      <Textarea
        label={t('template.wish')}
        placeholder={t('template.wishPlaceholder')}
        autosize
        maxRows={5}
        maxLength={1600}
        value={wish}
        onChange={(event) => setWish(event.currentTarget.value)}
      />
      <Group>
        <Button
          variant="light"
          size="compact-md"
          leftSection={<IconBulb size={16} />}
          loading={suggest.isPending}
          disabled={wish.trim() === ''}
          onClick={ask}
        >
          {t('template.suggest')}
        </Button>
      </Group>
      <ProblemAlert error={suggest.error} />
      {nothing && (
        <Alert color="gray" variant="light" title={t('template.notSuited')} role="status">
          <Text size="sm" c="var(--mantine-color-text)">
            {t(
              nothing.others.length > 0
                ? 'template.notSuitedNear'
                : nothing.excluded.category > 0
                  ? 'template.notSuitedConsent'
                  : 'template.notSuitedText',
            )}
          </Text>
        </Alert>
      )}
      {nothing?.others.map((other) => (
        <TemplateLine key={other.templateId} template={other} choose={() => take(other)} />
      ))}
    </Stack>
  )
}
