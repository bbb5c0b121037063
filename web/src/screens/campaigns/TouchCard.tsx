import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Kbd,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Touch } from '../../api/campaigns.ts'
import { ComposeNote, FactsUsed } from '../../ui/FactsUsed.tsx'
import { InReach } from '../../ui/InReach.tsx'
import { TemplatePreview } from '../../ui/TemplatePreview.tsx'
import { paths } from '../../ui/paths.ts'

interface Props {
  touch: Touch
  editing: boolean
  stopEditing: () => void
  approve: (change: { text?: string; variables?: Record<string, string> }) => void
}

/** What one contact would get, with the facts that went into it. */
export function TouchCard({ touch, editing, stopEditing, approve }: Props) {
  const { t } = useTranslation(['campaigns', 'refusals', 'outbound'])
  const { contact, text, template, facts, sources, composedBy, note, reason } = touch
  const used = Object.entries(facts).map(([name, value]) => ({
    name,
    value,
    ...(sources[name] ?? ({ source: 'contact', detail: null } as const)),
  }))
  return (
    <Paper withBorder p="md">
      <Stack>
        <Group justify="space-between">
          <div>
            <Anchor component={Link} to={paths.contact} params={{ contactId: contact.id } as never} fw={600}>
              {contact.name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {contact.address.replace('whatsapp:', '')}
            </Text>
          </div>
          <Badge variant="default" tt="none">
            {t(`outbound:composedBy.${composedBy}`)}
          </Badge>
        </Group>
        {reason && (
          <Alert
            color="orange"
            variant="light"
            title={t(`refusals:${reason}.title`, { defaultValue: reason })}
          >
            <Text size="sm" c="var(--mantine-color-text)">
              {t(`refusals:${reason}.remedy`, { defaultValue: '' })}
            </Text>
          </Alert>
        )}
        <ComposeNote note={note} />
        {editing ? (
          <Editing touch={touch} stopEditing={stopEditing} approve={approve} />
        ) : (
          <SimpleGrid cols={{ base: 1, sm: text && (template || !reason) ? 2 : 1 }}>
            {text && (
              <Said label={t('ifOpen')}>
                <Paper p="sm" bg="var(--bubble-out)" style={{ borderRadius: 12 }}>
                  <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                    {text}
                  </Text>
                </Paper>
              </Said>
            )}
            {template && (
              <Said label={t(text ? 'otherwise' : 'inAnyCase', { name: template.name })}>
                <TemplatePreview preview={template.preview} />
              </Said>
            )}
            {!template && !reason && (
              <Said label={t('ifClosed')}>
                <Text size="sm">{t('noTemplate')}</Text>
              </Said>
            )}
          </SimpleGrid>
        )}
        <FactsUsed facts={used} />
      </Stack>
    </Paper>
  )
}

function Said({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {label}
      </Text>
      {children}
    </div>
  )
}

/** The text, and the values of the template's variables, for this one contact. */
function Editing({ touch, stopEditing, approve }: Omit<Props, 'editing'>) {
  const { t } = useTranslation('campaigns')
  const [text, setText] = useState(touch.text)
  const [variables, setVariables] = useState(touch.variables ?? {})
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        approve({ text, variables })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') stopEditing()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      <Stack gap="sm">
        {touch.text !== '' && (
          <Textarea
            label={t('ifOpen')}
            autosize
            minRows={3}
            maxLength={1600}
            value={text}
            // Whoever pressed the key types on.
            autoFocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {touch.template && (
          <Said label={t(touch.text === '' ? 'inAnyCase' : 'otherwise', { name: touch.template.name })}>
            <TemplatePreview preview={touch.template.preview} />
          </Said>
        )}
        {Object.keys(variables).map((key, at) => (
          <TextInput
            key={key}
            label={t('plan.variable', { key })}
            value={variables[key]}
            autoFocus={touch.text === '' && at === 0}
            onChange={(event) => setVariables({ ...variables, [key]: event.currentTarget.value })}
          />
        ))}
        <InReach>
          <Button type="submit" rightSection={<Kbd size="xs">Ctrl ↵</Kbd>}>
            {t('review.approveEdited')}
          </Button>
          <Button variant="subtle" onClick={stopEditing}>
            {t('review.stopEditing')}
          </Button>
        </InReach>
      </Stack>
    </form>
  )
}
