import {
  Badge,
  Button,
  Checkbox,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Twin, twinOptions } from '../../api/outbound.ts'
import { answer, parley } from '../../api/parley.ts'
import { Page } from '../../ui/Page.tsx'
import { PagePending } from '../../ui/PagePending.tsx'
import { paths } from '../../ui/paths.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { tellSaved } from '../../ui/tell-saved.ts'
import { useTab } from '../../ui/use-tab.ts'
import { languageChoices } from './language-choices.ts'
import { TryIt } from './TryIt.tsx'
import { TwinKnowledge } from './TwinKnowledge.tsx'

export function Screen() {
  const { t } = useTranslation('twins')
  const { data, error } = useQuery(twinOptions)
  if (!data) return <PagePending title={t('own')} label={t('loading')} error={error} />
  return <Editing key={data.id ?? 'new'} twin={data} />
}

/** A member's own digital twin: how far it goes, what it leaves to them, and what it knows. */
function Editing({ twin }: { twin: Twin }) {
  const { t } = useTranslation('twins')
  const [tab, open] = useTab(['answers', 'topics', 'knowledge', 'try'])
  const form = useTwinForm(twin)
  const save = useSave(form)
  return (
    <Page
      title={t('own')}
      back={{ to: paths.agents, label: t('agents') }}
      actions={
        <Badge tt="none" color={twin.mode === 'auto' ? 'parley' : 'gray.8'}>
          {t(twin.id ? `mode.${twin.mode}.name` : 'notSetUp')}
        </Badge>
      }
    >
      <Text size="sm" c="dimmed" maw={720}>
        {t('lead')}
      </Text>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {(['answers', 'topics', 'knowledge', 'try'] as const).map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
          <Tabs.Panel value="answers">
            <Answers form={form} />
          </Tabs.Panel>
          <Tabs.Panel value="topics">
            <Topics form={form} />
          </Tabs.Panel>
          {(tab === 'answers' || tab === 'topics') && (
            <Stack mt="lg" maw={720}>
              <ProblemAlert error={save.error} />
              <Button
                type="submit"
                w="max-content"
                loading={save.isPending}
                disabled={twin.id !== null && !form.isDirty()}
              >
                {t(twin.id ? 'save' : 'create')}
              </Button>
            </Stack>
          )}
        </form>
        <Tabs.Panel value="knowledge">
          <TwinKnowledge isSetUp={twin.id !== null} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          {twin.id ? (
            <TryIt ask={(question) => answer(parley.POST('/api/v1/twin/try', { body: { question } }))} />
          ) : (
            <Text c="dimmed">{t('saveFirst')}</Text>
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

type Form = ReturnType<typeof useTwinForm>

function useTwinForm({ name, mode, brain, language, instructions, topics, words }: Twin) {
  return useForm({ initialValues: { name, mode, brain, language, instructions, topics, words } })
}

function useSave(form: Form) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Form['values']) => answer(parley.PUT('/api/v1/twin', { body })),
    onSuccess: async (now) => {
      client.setQueryData(twinOptions.queryKey, now)
      form.resetDirty()
      await client.invalidateQueries({ queryKey: ['agents'] })
      tellSaved()
    },
  })
}

function Answers({ form }: { form: Form }) {
  const { t, i18n } = useTranslation('twins')
  return (
    <Stack maw={720}>
      <Radio.Group label={t('modeLabel')} description={t('modeHelp')} {...form.getInputProps('mode')}>
        <Stack gap="xs" mt="xs">
          {(['off', 'draft', 'auto'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`mode.${one}.name`)} description={t(`mode.${one}.text`)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput label={t('name')} required maxLength={80} {...form.getInputProps('name')} />
      <Radio.Group label={t('brainLabel')} {...form.getInputProps('brain')}>
        <Stack gap="xs" mt="xs">
          {(['built_in', 'model'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`brain.${one}.name`)}
              description={t(`brain.${one}.text`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.brain === 'model' && (
        <Textarea
          label={t('instructions')}
          description={t('instructionsHelp')}
          autosize
          minRows={3}
          maxLength={8000}
          {...form.getInputProps('instructions')}
        />
      )}
      <Select
        label={t('language')}
        data={languageChoices(i18n.language)}
        allowDeselect={false}
        {...form.getInputProps('language')}
      />
    </Stack>
  )
}

const topics = [
  'prices',
  'discounts',
  'contracts',
  'payments',
  'refunds',
  'cancellations',
  'guarantees',
  'complaints',
  'legal',
] as const

/** What always goes to the member. */
function Topics({ form }: { form: Form }) {
  const { t } = useTranslation('twins')
  return (
    <Stack maw={720}>
      <Checkbox.Group
        label={t('topics.title')}
        description={t('topics.text')}
        {...form.getInputProps('topics')}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
          {topics.map((topic) => (
            <Checkbox key={topic} value={topic} label={t(`topic.${topic}`)} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <TagsInput
        label={t('words.title')}
        description={t('words.text')}
        placeholder={t('words.example')}
        maxTags={100}
        {...form.getInputProps('words')}
      />
      <Text size="sm" c="dimmed">
        {t('topics.always')}
      </Text>
    </Stack>
  )
}
