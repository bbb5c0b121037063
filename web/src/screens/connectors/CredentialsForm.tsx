import {
  Anchor,
  Button,
  Collapse,
  Fieldset,
  Group,
  PasswordInput,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

export interface Settings {
  name: string
  accountSid: string
  authToken: string
  messagingServiceSid: string
  receiveInbound: boolean
  sendOutbound: boolean
}

/** Name, credentials, and what the connector may do: for a new one, and to correct one. */
export function CredentialsForm({
  initial,
  action,
  tokenKept,
  pending,
  error,
  submit,
}: {
  initial: Settings
  action: string
  tokenKept: boolean
  pending: boolean
  error: unknown
  submit: (settings: Settings) => void
}) {
  const { t } = useTranslation('connectors')
  const [more, { toggle }] = useDisclosure(initial.messagingServiceSid !== '')
  const form = useForm({
    initialValues: initial,
    validate: {
      accountSid: (value) => (/^AC[0-9a-fA-F]{32}$/.test(value.trim()) ? null : t('form.badSid')),
      authToken: (value) => (tokenKept || value.trim() !== '' ? null : t('form.noToken')),
    },
  })
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <TextInput
          label={t('form.name')}
          description={t('form.nameHelp')}
          placeholder="Hotel Front Desk"
          required
          maxLength={80}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('form.accountSid')}
          description={t('form.accountSidHelp')}
          required
          autoComplete="off"
          {...form.getInputProps('accountSid')}
        />
        <PasswordInput
          label={t('form.authToken')}
          description={t(tokenKept ? 'form.authTokenKept' : 'form.authTokenHelp')}
          required={!tokenKept}
          autoComplete="new-password"
          {...form.getInputProps('authToken')}
        />
        <Fieldset legend={t('form.allow')}>
          <Stack gap="sm">
            <Switch
              label={t('form.receive')}
              description={t('form.receiveHelp')}
              {...form.getInputProps('receiveInbound', { type: 'checkbox' })}
            />
            <Switch
              label={t('form.send')}
              description={t('form.sendHelp')}
              {...form.getInputProps('sendOutbound', { type: 'checkbox' })}
            />
          </Stack>
        </Fieldset>
        <Anchor
          component="button"
          type="button"
          size="sm"
          underline="always"
          onClick={toggle}
          aria-expanded={more}
          ta="start"
        >
          {t('form.more')}
        </Anchor>
        <Collapse expanded={more}>
          <TextInput
            label={t('form.service')}
            description={t('form.serviceHelp')}
            {...form.getInputProps('messagingServiceSid')}
          />
        </Collapse>
        <ProblemAlert error={error} />
        <Group>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What is sent: nothing for a token that was not entered again. */
export function bodyOf({ authToken, messagingServiceSid, ...rest }: Settings) {
  return {
    ...rest,
    accountSid: rest.accountSid.trim(),
    messagingServiceSid: messagingServiceSid.trim() || null,
    ...(authToken.trim() ? { authToken: authToken.trim() } : {}),
  }
}
