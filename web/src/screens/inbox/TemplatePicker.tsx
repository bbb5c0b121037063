import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Modal,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch, IconTemplate } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { languageName } from '../../ui/names.ts'
import { paths } from '../../ui/paths.ts'
import { TemplateFill } from './TemplateFill.tsx'

interface Props {
  conversation: Conversation
  /** Something has left the field. */
  onSend: () => void
}

/** Opens the approved templates; `wide` where nothing else can be sent. */
export function TemplatePicker({ wide, ...props }: Props & { wide?: boolean }) {
  const { t } = useTranslation('inbox')
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      {wide ? (
        <Button mt="xs" size="xs" leftSection={<IconTemplate size={16} />} onClick={open}>
          {t('template.choose')}
        </Button>
      ) : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={open}
          aria-label={t('template.choose')}
          title={t('template.choose')}
        >
          <IconTemplate size={20} />
        </ActionIcon>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t('template.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('template.close') }}
      >
        <Choosing {...props} close={close} />
      </Modal>
    </>
  )
}

function Choosing({ conversation, onSend, close }: Props & { close: () => void }) {
  const [chosen, setChosen] = useState<Template | null>(null)
  const sent = () => {
    close()
    onSend()
  }
  return chosen ? (
    <TemplateFill conversation={conversation} template={chosen} back={() => setChosen(null)} onSent={sent} />
  ) : (
    <Approved connectorId={conversation.sender.connectorId} choose={setChosen} />
  )
}

/** Approved templates of the number's Twilio account. */
function Approved({ connectorId, choose }: { connectorId: string; choose: (template: Template) => void }) {
  const { t } = useTranslation('inbox')
  const { data } = useQuery(templatesOptions)
  const [search, setSearch] = useState('')
  if (!data) return null
  const approved = data.items.filter(
    (template) => template.connectorId === connectorId && template.status === 'approved',
  )
  if (approved.length === 0)
    return (
      <EmptyState
        icon={<IconTemplate size={28} />}
        title={t('template.none')}
        action={
          <Button component={Link} to={paths.templates} variant="light">
            {t('template.toTemplates')}
          </Button>
        }
      >
        {t('template.noneText')}
      </EmptyState>
    )
  const wanted = search.trim().toLowerCase()
  const found = approved.filter(({ name, preview }) =>
    `${name} ${preview.header ?? ''} ${preview.body}`.toLowerCase().includes(wanted),
  )
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={16} />}
        aria-label={t('template.search')}
        placeholder={t('template.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 && <Text c="dimmed">{t('template.nothingFound')}</Text>}
      {found.map((template) => (
        <Line key={template.id} template={template} choose={() => choose(template)} />
      ))}
    </Stack>
  )
}

function Line({ template, choose }: { template: Template; choose: () => void }) {
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
