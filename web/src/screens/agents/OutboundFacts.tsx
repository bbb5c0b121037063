import {
  ActionIcon,
  Button,
  Checkbox,
  Code,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OutboundForm } from './outbound-form.ts'

const uses = [
  'contact.name',
  'contact.tags',
  'contact.fields',
  'lead.title',
  'lead.value',
  'lead.stage',
  'lead.pipeline',
  'owner.name',
] as const

/** What it may say: of the contact, and of the organization with where that is from. */
export function OutboundFacts({ form, readOnly }: { form: OutboundForm; readOnly: boolean }) {
  const { t } = useTranslation('outbound')
  const { facts } = form.values
  return (
    <Stack gap="xl" maw={720}>
      <Checkbox.Group label={t('uses.title')} description={t('uses.text')} {...form.getInputProps('uses')}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
          {uses.map((use) => (
            <Checkbox key={use} value={use} label={t(`use.${use}`)} disabled={readOnly} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Stack gap="sm" component="section" aria-labelledby="own-facts">
        <div>
          <Title order={2} size="h5" id="own-facts">
            {t('facts.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('facts.text')}
          </Text>
        </div>
        {facts.map((fact, at) => (
          <Paper key={at} withBorder p="sm">
            <Group align="flex-end" gap="xs">
              <TextInput
                label={t('facts.name')}
                required
                pattern="[a-z][a-z0-9_]*"
                maxLength={40}
                w={{ base: '100%', sm: 150 }}
                readOnly={readOnly}
                {...form.getInputProps(`facts.${at}.name`)}
              />
              <TextInput
                label={t('facts.value')}
                required
                maxLength={300}
                flex="1 1 220px"
                readOnly={readOnly}
                {...form.getInputProps(`facts.${at}.value`)}
              />
              <TextInput
                label={t('facts.source')}
                required
                maxLength={200}
                flex="1 1 140px"
                readOnly={readOnly}
                {...form.getInputProps(`facts.${at}.source`)}
              />
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="red"
                  size="lg"
                  aria-label={t('facts.remove', { name: fact.name || at + 1 })}
                  onClick={() => form.removeListItem('facts', at)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              )}
            </Group>
            {fact.name && (
              <Text size="xs" c="dimmed" mt={6}>
                {t('facts.inText')} <Code>{`{{org.${fact.name}}}`}</Code>
              </Text>
            )}
          </Paper>
        ))}
        {!readOnly && (
          <Button
            variant="default"
            w="max-content"
            leftSection={<IconPlus size={16} />}
            onClick={() => form.insertListItem('facts', { name: '', value: '', source: '' })}
          >
            {t('facts.add')}
          </Button>
        )}
      </Stack>
    </Stack>
  )
}
