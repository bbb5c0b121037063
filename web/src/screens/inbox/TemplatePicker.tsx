import { ActionIcon, Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { contentTypes } from '@parley/contract/templates.ts'
import { IconSearch, IconTemplate } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../api/conversations.ts'
import { type Template, templatesOptions } from '../../api/templates.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { paths } from '../../ui/paths.ts'
import { Suggest } from './Suggest.tsx'
import { TemplateFill } from './TemplateFill.tsx'
import { TemplateLine } from './TemplateLine.tsx'

interface Props {
  conversation: Conversation
  /** What stands in the composer. */
  text: string
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

interface Chosen {
  template: Template
  variables: Record<string, string>
}

function Choosing({ conversation, text, onSend, close }: Props & { close: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const sent = () => {
    close()
    onSend()
  }
  return chosen ? (
    <TemplateFill conversation={conversation} {...chosen} back={() => setChosen(null)} onSent={sent} />
  ) : (
    <Choices
      conversation={conversation}
      text={text}
      choose={(template, variables = {}) => setChosen({ template, variables })}
    />
  )
}

/** WhatsApp takes some kinds without approval while the window is open, and only then. */
const mayGo = ({ contentType, status }: Template, open: boolean): boolean =>
  (contentTypes as Record<string, string>)[contentType] === 'session' ? open : status === 'approved'

/** What may be sent now from the number's Twilio account. */
function Choices({
  conversation,
  text,
  choose,
}: {
  conversation: Conversation
  text: string
  choose: (template: Template, variables?: Record<string, string>) => void
}) {
  const { t } = useTranslation('inbox')
  const { data } = useQuery(templatesOptions)
  const [search, setSearch] = useState('')
  if (!data) return null
  const { sender, window } = conversation
  const approved = data.items.filter(
    (template) => template.connectorId === sender.connectorId && mayGo(template, window.open),
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
      <Suggest conversationId={conversation.id} text={text} templates={approved} choose={choose} />
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
        <TemplateLine key={template.id} template={template} choose={() => choose(template)} />
      ))}
    </Stack>
  )
}
